// Decisions: done on the screen at once, sent behind it, and taken back.
import { answered, tellTakenBack } from './answers.mjs';
import { boxOf, isEdited } from './box.mjs';
import { currentRow, goOn, keepLine, setCurrent } from './current.mjs';
import { closeRow, openRow } from './doing.mjs';
import { keepOutbox, keepUndo, takeOutbox, takeUndo } from './kept.mjs';
import { COMMENTS, fitting, Outbox } from './outbox.mjs';
import { closePane } from './pane.mjs';
import { field, formOf, onlyRow, part, rowOf, say } from './rows.mjs';
import { dropUnsaved } from './saved.mjs';
import { askToSignIn, onSignedIn } from './session.mjs';
import { dropFailure, showOutbox, tell } from './strip.mjs';
import { send, sendLast } from './transport.mjs';
import { UndoStack } from './undo.mjs';
import { DONE, fault, STATUS } from './words.mjs';

/** For how long a comment that was just decided, or taken back, takes no other decision. */
const GUARD_MS = 150;

/** When each comment was last decided. @type {WeakMap<HTMLElement, number>} */
const decidedAt = new WeakMap();
const undo = new UndoStack(takeUndo());
/** Which comments an undo on its way is about. @type {Map<string, string[]>} */
const undoing = new Map();
/** Undos of what has no comment in this page's list. @type {Set<string>} */
const unseen = new Set();
/** @type {(() => void)[]} */
const listeners = [];

/** Calls back after each press that decided something. @param {() => void} call */
export const afterActs = (call) => {
  listeners.push(call);
};

/** @type {(() => void)[]} */
const settled = [];

/** Calls back when everything that was pressed has been answered. @param {() => void} call */
export const onSettled = (call) => {
  settled.push(call);
};

/** A comment that has just come under the keys, or has just been decided, takes no decision yet. @param {HTMLElement} row */
export const guard = (row) => {
  decidedAt.set(row, performance.now());
};

const outbox = new Outbox(
  {
    send: async (acts) => {
      const told = await send(acts);
      if (told === 'signed-out') askToSignIn();
      if (!Array.isArray(told)) return told;
      keepLine(() => {
        for (const result of told) {
          const act = acts.find(({ key }) => key === result.key);
          if (act) for (const failed of answered(act, result, undoing.get(act.key))) undo.forget(failed);
          if (unseen.delete(result.key)) tellTakenBack(result);
        }
      });
      keepUndo(undo.steps);
      return 'answered';
    },
    revision: (id) => {
      const row = rowOf(id);
      const form = row && formOf(row);
      return form ? Number(field(form, 'revision').value) : 0;
    },
    wait: (milliseconds) =>
      new Promise((resolve) => {
        setTimeout(resolve, milliseconds);
        window.addEventListener('online', () => resolve(), { once: true });
      }),
    changed: (acts) => {
      document.documentElement.toggleAttribute('data-unsent', acts.length > 0);
      keepOutbox(acts);
      showOutbox(outbox.state, acts.length);
      if (acts.length === 0) for (const call of settled) call();
    },
  },
  takeOutbox(),
);

/** Goes on with what the page before did not get an answer to. */
export const startActs = () => {
  for (const act of outbox.acts) {
    const row = act.kind === 'decide' ? rowOf(act.id) : null;
    if (row && act.kind === 'decide' && !onlyRow()) closeRow(row, DONE[STATUS[act.action]]);
  }
  onSignedIn(() => outbox.resume());
  window.addEventListener('pagehide', () =>
    sendLast(fitting(outbox.acts.filter((act) => act.kind === 'undo' || act.revision !== undefined))),
  );
  outbox.start();
};

/** How many acts the server has not answered yet. */
export const unsent = () => outbox.size;

/** Comments that a decision is on its way about. */
export const unsentIds = () => outbox.acts.flatMap((act) => (act.kind === 'decide' ? [act.id] : []));

/** Whether the server has yet to answer something about a comment. @param {string} id */
export const isUnsent = (id) => outbox.has(id);

// Works on plain addresses of a house's own network too, where `randomUUID` is not.
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** @param {import('./undo.mjs').Step} step */
const remember = (step) => {
  undo.push(step);
  keepUndo(undo.steps);
};

/**
 * Decides about one comment, on the screen and behind it.
 * @param {HTMLElement} row @param {string} action @param {string} [reason]
 * @returns {import('./undo.mjs').Done | null} the act
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
  guard(row);
  dropUnsaved(row.dataset.id ?? '');
  const key = newKey();
  const id = row.dataset.id ?? '';
  say(row, '');
  dropFailure(id);
  if (onlyRow()) row.setAttribute('aria-busy', 'true');
  else closeRow(row, DONE[STATUS[action]]);
  const given = reason ?? field(form, 'reason')?.value;
  outbox.add({
    kind: 'decide',
    key,
    id,
    action,
    ...(!outbox.has(id) && { revision: Number(field(form, 'revision').value) }),
    ...(text !== undefined && { text }),
    ...(given && { reason: given }),
    page_shown: field(form, 'page_shown').value,
  });
  return { key, id, ...(text !== undefined && { text }) };
};

/** One decision by one press. @param {HTMLElement} row @param {string} action @param {string} [reason] */
export const decide = (row, action, reason) => {
  const act = begin(row, action, reason);
  if (!act) return;
  remember({ acts: [act], words: DONE[STATUS[action]] });
  if (row === currentRow() && !onlyRow()) goOn(row);
  // Where it lies over the list it would hide what comes next, beside a button that publishes it.
  closePane();
  for (const call of listeners) call();
};

/** One decision about many, taken back by one press too. @param {HTMLElement[]} picked @param {string} action */
export const decideAll = (picked, action) => {
  /** @type {import('./undo.mjs').Done[]} */
  const acts = [];
  keepLine(() => {
    for (const row of picked) {
      const act = begin(row, action);
      if (act) acts.push(act);
    }
  });
  if (acts.length > 0) remember({ acts, words: DONE[STATUS[action]] });
  const row = currentRow();
  if (row?.classList.contains('done')) goOn(row);
  for (const call of listeners) call();
};

/** @param {import('./undo.mjs').Step | undefined} step */
const takeBackStep = (step) => {
  if (!step) {
    tell('Không còn việc nào để hoàn tác.');
    return;
  }
  keepUndo(undo.steps);
  const seen = [];
  for (const { id, text } of step.acts) {
    const row = rowOf(id);
    if (!row || row === onlyRow()) continue;
    guard(row);
    openRow(row, 'Đã hoàn tác.');
    // An edit that went out with it is an edit that has begun, again.
    const form = formOf(row);
    if (form && text !== undefined) boxOf(form).value = text;
    seen.push(row);
  }
  // What never went out needs no taking back.
  const sent = step.acts.filter(({ key }) => !outbox.cancel(key));
  // The last first, where they are more than go out together.
  for (let end = sent.length; end > 0; end -= COMMENTS) {
    const part = sent.slice(Math.max(0, end - COMMENTS), end);
    const key = newKey();
    if (seen.length === 0) unseen.add(key);
    undoing.set(
      key,
      part.map(({ id }) => id),
    );
    outbox.add({ kind: 'undo', key, of: part.map((act) => act.key) });
  }
  if (seen[0]) setCurrent(seen[0]);
  else tell(`Đang hoàn tác việc đã làm ở trang trước: ${step.words.toLowerCase()}.`);
};

/** Takes the newest press back, and goes to its comment. */
export const takeBack = () => takeBackStep(undo.pop());

/** Takes back what was done to one comment, whatever came after it. @param {HTMLElement} row */
export const takeBackRow = (row) => takeBackStep(undo.takeOf(row.dataset.id ?? ''));
