// Where one was in a list, and what was put off there: for whoever goes to another page and comes back.
import { currentRow } from './current.mjs';
import { allowed, editor } from './kept.mjs';
import { openRows, rowOf, rows } from './rows.mjs';

const NAME = `binh-luan-desk:place:${editor}:${location.pathname}${location.search}`;
/** Later than that nobody remembers it himself. */
const KEPT_MS = 30 * 60_000;

/** @typedef {{ at: number, current: string, later: string[] }} Place */

/** @type {Place | null} */
let left = allowed(() => JSON.parse(sessionStorage.getItem(NAME) ?? 'null'), null);
if (left && Date.now() - left.at > KEPT_MS) left = null;

/** Puts off again what was put off. @param {HTMLElement[]} those */
export const putOffAgain = (those) => {
  for (const row of those) {
    if (left?.later.includes(row.dataset.id ?? '')) row.classList.add('later');
  }
};

/** The comment that was being read, where it is here; once. @returns {HTMLElement | null} */
export const placeLeft = () => {
  const row = left ? rowOf(left.current) : null;
  if (left) left.current = '';
  return row?.classList.contains('done') ? null : row;
};

export const startPlace = () => {
  putOffAgain(rows());
  window.addEventListener('pagehide', () => {
    const later = openRows().filter(({ classList }) => classList.contains('later'));
    const place = { at: Date.now(), current: currentRow()?.dataset.id ?? '', later: later.map(({ dataset }) => dataset.id ?? '') };
    allowed(() => sessionStorage.setItem(NAME, JSON.stringify(place)), undefined);
  });
};
