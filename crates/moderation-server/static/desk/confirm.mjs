// A question before something that touches many.
import { part } from './rows.mjs';

const dialog = /** @type {HTMLDialogElement} */ (document.getElementById('confirm'));

/**
 * Whether the editor says yes.
 * @param {string} question @param {string} more @param {string} verb
 * @returns {Promise<boolean>}
 */
export const ask = (question, more, verb) => {
  part(dialog, 'h2').textContent = question;
  part(dialog, 'p').textContent = more;
  part(dialog, '[value=yes]').textContent = verb;
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
};
