// Which comment is being read. It changes by the editor's own press only, never by an answer.
import { onlyRow, openRows, rows } from './rows.mjs';

/** @type {HTMLElement | null} */
let current = null;
/** @type {((row: HTMLElement | null) => void)[]} */
const listeners = [];

/** The comment being read; the page of one comment needs no choosing. */
export const currentRow = () => current ?? onlyRow();

/** @param {(row: HTMLElement | null) => void} call */
export const onCurrent = (call) => {
  listeners.push(call);
};

/** How far down the window the comment being read stands. */
const line = () => Math.round(window.innerHeight / 3);

/** The list moves under it. @param {HTMLElement} row */
export const bringToLine = (row) => {
  const by = row.getBoundingClientRect().top - line();
  const list = document.getElementById('list');
  if (list) list.scrollTop += by;
  else window.scrollBy({ top: by, behavior: 'instant' });
};

/** Less of the list than this says nothing of what is read in it. */
const SLIT = 60;

/** Whether at least a line of a comment can be seen. @param {HTMLElement} row */
export const isInSight = (row) => {
  const list = document.getElementById('list');
  if (!list?.contains(row)) return true;
  const frame = list.getBoundingClientRect();
  const { top, bottom } = row.getBoundingClientRect();
  const from = Math.max(frame.top, 0);
  const to = Math.min(frame.bottom, window.innerHeight);
  return to - from < SLIT || Math.min(bottom, to) - Math.max(top, from) >= 20;
};

/** Lets something change in the list, and the comment being read stays where it stands. @param {() => void} change */
export const keepLine = (change) => {
  const list = document.getElementById('list');
  const row = current;
  const before = row?.getBoundingClientRect().top ?? 0;
  change();
  if (list && row?.isConnected && row === current) list.scrollTop += row.getBoundingClientRect().top - before;
};

/** The first comment stands on the line too: what is above the list is as high as that. */
export const startLine = () => {
  const list = document.getElementById('list');
  const head = /** @type {HTMLElement | null | undefined} */ (list?.querySelector('.list-head'));
  if (!list || !head) return;
  const fit = () => {
    head.style.minHeight = `${line() - list.getBoundingClientRect().top}px`;
    if (list.scrollTop > 0 && current) bringToLine(current);
  };
  fit();
  window.addEventListener('resize', fit);
};

/** @param {HTMLElement | null} row @param {boolean} [focus] */
export const setCurrent = (row, focus = true) => {
  if (row !== current) {
    current?.removeAttribute('aria-current');
    current = row;
    row?.setAttribute('aria-current', 'true');
    for (const call of listeners) call(row);
  }
  if (!row || !focus) return;
  row.focus({ preventScroll: true });
  bringToLine(row);
};

/** @param {number} by */
export const step = (by) => {
  const all = openRows();
  if (all.length === 0) return;
  // From a comment that was decided it goes on to its neighbor.
  const order = rows();
  const from = current ? order.indexOf(current) : -1;
  const ahead = by > 0 ? all.find((row) => order.indexOf(row) > from) : all.filter((row) => order.indexOf(row) < from).at(-1);
  setCurrent(ahead ?? (by > 0 ? all[all.length - 1] : all[0]));
};

/** Goes on from a comment that has been dealt with: to the next, or to the last that was put off. @param {HTMLElement} row */
export const goOn = (row) => {
  const order = rows();
  const open = openRows().filter((other) => other !== row);
  const at = order.indexOf(row);
  const isLater = (/** @type {HTMLElement} */ other) => other.classList.contains('later');
  const next =
    open.find((other) => order.indexOf(other) > at && !isLater(other)) ??
    open.find((other) => !isLater(other)) ??
    open.find((other) => order.indexOf(other) > at) ??
    open[0] ??
    null;
  setCurrent(next);
  // Nothing is left: a decided comment must not stay under the keys.
  if (!next) /** @type {HTMLElement} */ (document.getElementById('main')).focus({ preventScroll: true });
};
