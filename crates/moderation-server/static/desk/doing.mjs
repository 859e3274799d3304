// What a row looks like when it has been dealt with, and when it is there again.
import { element, part, say, writerOf } from './rows.mjs';
import { grouped } from './words.mjs';

/** @param {number} by */
const count = (by) => {
  const shown = document.querySelector('.tabs [aria-current] .count');
  if (!shown) return;
  const number = Number(shown.textContent?.replaceAll('.', '')) + by;
  shown.textContent = grouped(Math.max(0, number));
};

/** Dealt with: one line, from which it can be taken back. @param {HTMLElement} row @param {string} words @param {boolean} [isFinal] */
export const closeRow = (row, words, isFinal) => {
  if (!row.classList.contains('done')) count(-1);
  row.classList.add('done');
  row.classList.remove('later', 'failed', 'elsewhere');
  /** @type {HTMLInputElement} */ (part(row, '.pick input')).checked = false;
  const button = element('button', { type: 'button', class: 'quiet take-back' }, 'Hoàn tác');
  const text = element('span', { class: 'done-text' }, part(row, '.text').textContent);
  part(row, '.done-line').replaceChildren(element('span', {}, `${words}: ${writerOf(row)}. `), text, ...(isFinal ? [] : [button]));
};

/** @param {HTMLElement} row @param {string} words @param {boolean} [failed] */
export const openRow = (row, words, failed) => {
  if (row.classList.contains('done')) count(1);
  row.classList.remove('done');
  part(row, '.done-line').replaceChildren();
  say(row, words, failed);
};
