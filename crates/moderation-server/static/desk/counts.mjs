// How much waits: in the tabs, in the window's title, and what has come since the list was drawn.
import { part } from './rows.mjs';
import { duration, grouped } from './words.mjs';

/**
 * @typedef {object} Counts
 * @property {number} pending
 * @property {number} mine
 * @property {number} reported
 * @property {string | null} oldest_at
 */

const title = document.title;
/** @type {Counts | null} */
let latest = null;
/** What waited when the list was drawn, and how many less have become so by decisions since. @type {number | null} */
let drawn = null;
let decided = 0;
/** @type {((counts: Counts) => void)[]} */
const listeners = [];

/** @param {(counts: Counts) => void} call */
export const onCounts = (call) => {
  listeners.push(call);
};

/** Somebody decided about one that waited, or put one back. @param {number} less */
export const countDecided = (less) => {
  decided += less;
};

/** Comments that this list does not have yet, and how to get them. */
const showNew = (/** @type {number} */ pending) => {
  const line = document.querySelector('.total');
  if (!line || !document.querySelector('.tabs [aria-current] [data-count=pending]')) return;
  drawn ??= pending;
  const count = Math.max(0, pending + decided - drawn);
  line.querySelector('.new')?.remove();
  if (count === 0) return;
  const told = document.createElement('span');
  told.className = 'new';
  told.textContent = ` · ${grouped(count)} bài mới, phím n tải lại`;
  line.append(told);
};

const draw = () => {
  if (!latest) return;
  const { pending, mine, reported, oldest_at: oldest } = latest;
  for (const [name, count] of Object.entries({ pending, reported })) {
    const shown = document.querySelector(`.tabs [data-count=${name}]`);
    if (shown) shown.textContent = grouped(count);
  }
  document.title = pending > 0 ? `(${grouped(pending)}) ${title}` : title;
  const told = document.getElementById('share-told');
  if (told) {
    const waits = oldest ? ` · chờ lâu nhất ${duration(Date.now() - Date.parse(oldest))}` : '';
    part(document, '#share-told').textContent = `Phần của bạn ${grouped(mine)} · cả bàn ${grouped(pending)}${waits}`;
  }
  showNew(pending);
};

/** Shows what the server counts, once it has counted what was pressed here. */
export const settleCounts = () => {
  if (!document.documentElement.hasAttribute('data-unsent')) draw();
};

/** @param {Counts} counts */
export const showCounts = (counts) => {
  latest = counts;
  settleCounts();
  for (const call of listeners) call(counts);
};
