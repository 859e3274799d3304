// Comments that come into the list and leave it, without moving the one that is being read.
import { guard } from './acts.mjs';
import { bringToLine, currentRow, keepLine, setCurrent } from './current.mjs';
import { restoreDrafts } from './drafts.mjs';
import { placeLeft, putOffAgain } from './place.mjs';
import { field, formOf, openRows, rowOf, rows, stow } from './rows.mjs';

/** How many decided comments stay above. */
const BEHIND = 50;

/** Takes comments out of the list. @param {HTMLElement[]} those */
export const takeOut = (those) => {
  if (those.length === 0) return;
  keepLine(() => {
    for (const row of those) row.remove();
  });
};

/** Takes away the oldest decided comments above. */
export const trim = () => {
  const done = rows().filter((row) => row.classList.contains('done') && row !== currentRow());
  takeOut(done.slice(0, Math.max(0, done.length - BEHIND)));
};

/** Where nothing is being read, what came first is. */
export const readFirst = () => {
  if (currentRow()) return;
  const first = placeLeft() ?? openRows().find((row) => !row.classList.contains('later')) ?? openRows()[0];
  if (!first) return;
  // A press that was on its way was not meant for what nobody has seen.
  if (document.querySelector('#list[data-taken]')) guard(first);
  setCurrent(first, false);
  if (rows()[0] !== first) bringToLine(first);
};

/** @param {HTMLElement} row */
const revisionOf = (row) => {
  const form = formOf(row);
  return form ? Number(field(form, 'revision').value) : 0;
};

/** Puts comments of another page below the list; those that came. @param {Document} page @returns {HTMLElement[]} */
export const append = (page) => {
  const queue = document.querySelector('.queue');
  const cards = [.../** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll('.queue > .card'))];
  const fresh = cards.filter((card) => {
    stow(card);
    const known = rowOf(card.id.slice(2));
    // One that was decided here, and that a colleague has put back since, waits again.
    const isBack = known?.classList.contains('done') && known !== currentRow() && revisionOf(card) > revisionOf(known);
    if (known && isBack) takeOut([known]);
    return !known || isBack;
  });
  queue?.append(...fresh.map((card) => document.adoptNode(card)));
  restoreDrafts(fresh);
  putOffAgain(fresh);
  readFirst();
  return fresh;
};
