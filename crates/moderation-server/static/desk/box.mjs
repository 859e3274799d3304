// The box in which a comment's text is edited.
import { field, formOf, part } from './rows.mjs';

/** @param {HTMLFormElement} form @returns {HTMLTextAreaElement} */
export const boxOf = (form) => /** @type {any} */ (field(form, 'text'));

/** Whether somebody wrote in it. @param {HTMLFormElement} form */
export const isEdited = (form) => {
  const box = boxOf(form);
  return Boolean(box) && box.value !== box.defaultValue;
};

/** @param {HTMLElement} row */
export const isRowEdited = (row) => {
  const form = formOf(row);
  return form !== null && isEdited(form);
};

/** Opens it, the caret behind the last word. @param {HTMLElement} row */
export const openBox = (row) => {
  const form = formOf(row);
  if (!form) return;
  part(form, '.edit').open = true;
  const box = boxOf(form);
  box.focus({ preventScroll: true });
  box.setSelectionRange(box.value.length, box.value.length);
};

/** @param {EventTarget | null} target */
export const isBox = (target) =>
  target instanceof Element &&
  target.matches('input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable]');
