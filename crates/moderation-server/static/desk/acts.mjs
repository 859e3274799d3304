// Decisions: done on the screen at once, sent behind it, and taken back.
import { boxOf, isEdited } from './box.mjs';
import { currentRow, goOn, setCurrent } from './current.mjs';
import { dropDraft } from './drafts.mjs';
import { fill, trim } from './more.mjs';
import { Outbox } from './outbox.mjs';
import { element, field, formOf, onlyRow, part, rowOf, say, writerOf } from './rows.mjs';
import { askToSignIn, onSignedIn } from './session.mjs';
import { dropFailure, showFailure, showOutbox, tell } from './strip.mjs';
import { send } from './transport.mjs';
import { UndoStack } from './undo.mjs';
import { DONE, fault, STATUS } from './words.mjs';

/** @typedef {import('./transport.mjs').Act} Act */

/** For how long a comment that was just decided, or taken back, takes no other decision. */
const GUARD_MS = 150;

/** What stood before an act, by its key. @type {Map<string, { id: string, status: string, text: string }>} */
const before = new Map();
const undo = new UndoStack();
/** When each comment was last decided. @type {WeakMap<HTMLElement, number>} */
const decidedAt = new WeakMap();

/** @type {Outbox<Act>} */
const outbox = new Outbox({
  send: async (act) => {
    const told = await send(act);
    if (typeof told === 'number') return told;
    if (told === 'signed-out') {
      askToSignIn();
      return told;
    }
    if ('done' in told) finish(act, told.done);
    else fail(act, told.problem);
    return 'answered';
  },
  wait: (milliseconds) =>
    new Promise((resolve) => {
      setTimeout(resolve, milliseconds);
      window.addEventListener('online', () => resolve(), { once: true });
    }),
  changed: () => {
    document.documentElement.toggleAttribute('data-unsent', outbox.size > 0);
    showOutbox(outbox.state, outbox.size);
  },
});
onSignedIn(() => outbox.resume());

/** How many acts the server has not answered yet. */
export const unsent = () => outbox.size;

// Works on plain addresses of a house's own network too, where `randomUUID` is not.
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** @param {number} by */
const count = (by) => {
  const shown = document.querySelector('.tabs [aria-current] .count');
  if (!shown) return;
  const number = Number(shown.textContent?.replaceAll('.', '')) + by;
  shown.textContent = String(Math.max(0, number)).replace(/\B(?=(?:\d{3})+$)/g, '.');
};

/** @param {HTMLElement} row @param {string} words */
const close = (row, words) => {
  row.classList.add('done');
  row.classList.remove('later');
  /** @type {HTMLInputElement} */ (part(row, '.pick input')).checked = false;
  const button = element('button', { type: 'button', class: 'quiet take-back' }, 'Hoàn tác');
  const text = element('span', { class: 'done-text' }, part(row, '.text').textContent);
  part(row, '.done-line').replaceChildren(element('span', {}, `${words}: ${writerOf(row)}. `), text, button);
  count(-1);
};

/** @param {HTMLElement} row @param {string} words @param {boolean} [failed] */
const reopen = (row, words, failed) => {
  if (row.classList.contains('done')) count(1);
  row.classList.remove('done');
  part(row, '.done-line').replaceChildren();
  say(row, words, failed);
};

/**
 * Decides about one comment, on the screen and behind it.
 * @param {HTMLElement} row @param {string} action @param {string} [reason]
 * @returns {string | null} the key of the act
 */
const begin = (row, action, reason) => {
  const form = formOf(row);
  const isDone = row.classList.contains('done') || row.hasAttribute('aria-busy');
  if (!form || isDone || performance.now() - (decidedAt.get(row) ?? -GUARD_MS) < GUARD_MS) return null;
  if (!part(form, `[value="${action}"]`)) return null;
  const text = action === 'publish' && isEdited(form) ? boxOf(form).value : undefined;
  if (text?.trim() === '') {
    say(row, `${fault({ code: 'text_empty' })}.`, true);
    return null;
  }
  decidedAt.set(row, performance.now());
  const key = newKey();
  const id = row.dataset.id ?? '';
  before.set(key, { id, status: row.dataset.status ?? 'pending', text: boxOf(form).defaultValue });
  say(row, '');
  dropFailure(id);
  if (onlyRow()) row.setAttribute('aria-busy', 'true');
  else close(row, DONE[STATUS[action]]);
  const given = reason ?? field(form, 'reason')?.value;
  outbox.add({ key, id, action, undoes: false, ...(text !== undefined && { text }), ...(given && { reason: given }) });
  return key;
};

/** One decision by one press. @param {HTMLElement} row @param {string} action @param {string} [reason] */
export const decide = (row, action, reason) => {
  const key = begin(row, action, reason);
  if (!key) return;
  undo.push({ keys: [key], words: DONE[STATUS[action]] });
  if (row === currentRow() && !onlyRow()) goOn(row);
  trim();
  fill();
};

/** One decision about many, taken back by one press too. @param {HTMLElement[]} picked @param {string} action */
export const decideAll = (picked, action) => {
  const keys = picked.map((row) => begin(row, action)).filter((key) => key !== null);
  if (keys.length > 0) undo.push({ keys, words: DONE[STATUS[action]] });
  const row = currentRow();
  if (row?.classList.contains('done')) goOn(row);
  trim();
  fill();
};

/** @type {Record<string, string>} */
const BACK_TO = { pending: 'return', published: 'publish', rejected: 'reject', spam: 'spam' };

/** Takes the newest act back, and goes to it. */
export const takeBack = () => {
  const step = undo.pop();
  if (!step) {
    tell('Không còn việc nào để hoàn tác.');
    return;
  }
  const reopened = step.keys.map(takeBackOne).filter((row) => row !== null);
  if (reopened[0]) setCurrent(reopened[0]);
};

/** Takes back what was done to one comment, whatever came after it. @param {HTMLElement} row */
export const takeBackRow = (row) => {
  const keys = undo.steps.flatMap((step) => step.keys);
  const key = keys.filter((one) => before.get(one)?.id === row.dataset.id).at(-1);
  if (!key) return;
  undo.forget(key);
  takeBackOne(key);
  setCurrent(row);
};

/** @param {string} key */
const takeBackOne = (key) => {
  const was = before.get(key);
  const row = was ? rowOf(was.id) : null;
  if (!was || !row) return null;
  decidedAt.set(row, performance.now());
  reopen(row, 'Đã hoàn tác.');
  // What never went out needs no taking back.
  if (outbox.cancel(key)) return row;
  const form = formOf(row);
  const changed = form && boxOf(form).defaultValue !== was.text;
  outbox.add({ key: newKey(), id: was.id, action: BACK_TO[was.status], undoes: true, ...(changed && { text: was.text }) });
  return row;
};

/** @param {Act} act @param {import('./transport.mjs').Done} done */
const finish = (act, done) => {
  const row = rowOf(act.id);
  const form = row && formOf(row);
  if (!row || !form) return;
  field(form, 'revision').value = String(done.revision);
  row.dataset.status = done.status;
  const pick = part(row, '.pick input');
  if (pick) pick.value = `${act.id}:${done.revision}:${field(form, 'page_shown').value}`;
  if (act.text !== undefined) {
    const box = boxOf(form);
    // Whoever typed on meanwhile keeps what was typed.
    if (box.value === act.text || act.undoes) dropDraft(act.id);
    box.defaultValue = act.text;
    part(row, '.text').textContent = act.text;
  }
  if (onlyRow()) location.assign(field(form, 'back').value || '/desk');
};

/** @param {Act} act @param {import('./transport.mjs').Problem | null} problem */
const fail = (act, problem) => {
  undo.forget(act.key);
  const row = rowOf(act.id);
  if (!row) return;
  row.removeAttribute('aria-busy');
  const words = act.undoes ? `Chưa hoàn tác được. ${fault(problem)}` : `Chưa được. ${fault(problem)}`;
  reopen(row, `${words}. Chữ bạn sửa vẫn còn đây.`, true);
  if (!onlyRow()) showFailure(act.id, `${writerOf(row)}: ${words}.`);
};
