// Which comments are picked to be decided together.
import { openRows, part } from './rows.mjs';
import { grouped } from './words.mjs';

const bar = /** @type {HTMLFormElement | null} */ (document.getElementById('bulk'));
/** The one that was picked last: a range goes from there. @type {HTMLElement | null} */
let last = null;

/** @param {HTMLElement} row @returns {HTMLInputElement} */
const boxOf = (row) => part(row, '.pick input');

export const pickedRows = () => openRows().filter((row) => boxOf(row).checked);

/** Says how many. */
export const showPicked = () => {
  if (!bar) return;
  const count = pickedRows().length;
  bar.classList.toggle('shown', count > 0);
  part(bar, '.picked-count').textContent = `${grouped(count)} mục đã chọn`;
};

/** @param {HTMLElement} row */
export const togglePick = (row) => {
  boxOf(row).checked = !boxOf(row).checked;
  last = row;
  showPicked();
};

/** All from the one picked last to this one. @param {HTMLElement} row */
export const pickTo = (row) => {
  const all = openRows();
  const ends = [all.indexOf(last ?? row), all.indexOf(row)].sort((a, b) => a - b);
  for (const one of all.slice(Math.max(0, ends[0]), ends[1] + 1)) boxOf(one).checked = true;
  last = row;
  showPicked();
};

/** All, or none where all are picked already. */
export const pickAll = () => {
  const all = openRows();
  const on = all.some((row) => !boxOf(row).checked);
  for (const row of all) boxOf(row).checked = on;
  showPicked();
};

export const startPicking = () => {
  // Its place is above the keys: where it comes and goes, nothing moves that is being read.
  if (bar) document.querySelector('.below')?.prepend(bar);
  document.addEventListener('click', (event) => {
    const box = /** @type {Element} */ (event.target).closest('.pick input');
    const row = /** @type {HTMLElement | null} */ (box?.closest('.card'));
    if (!row) return;
    if (event.shiftKey && /** @type {HTMLInputElement} */ (box).checked) pickTo(row);
    else last = row;
    showPicked();
  });
  document.getElementById('pick-all')?.addEventListener('click', pickAll);
  showPicked();
};
