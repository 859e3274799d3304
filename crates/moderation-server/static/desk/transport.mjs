// How one act goes to the server, and what its answer means.
import { field, formOf, rowOf } from './rows.mjs';
import { refresh, token } from './session.mjs';

/**
 * One act of the editor.
 * @typedef {object} Act
 * @property {string} key
 * @property {string} id of the comment
 * @property {string} action
 * @property {string} [text] the comment's new words
 * @property {string} [reason]
 * @property {boolean} undoes whether it takes another back
 */

/**
 * @typedef {{ status: string, revision: number }} Done
 * @typedef {{ code?: string, errors?: { code?: string }[] }} Problem
 * @typedef {{ done: Done } | { problem: Problem | null } | 'signed-out' | number} Told
 */

/** How long an answer may take; then it is asked for again. */
const PATIENCE_MS = 15_000;
/** After how long it is tried again where nobody answered. */
const AGAIN_MS = 3_000;

/** @param {Act} act */
const post = (act) => {
  const row = rowOf(act.id);
  const form = row && formOf(row);
  const body = new URLSearchParams({ csrf: token(), action: act.action, revision: form ? field(form, 'revision').value : '0' });
  if (form) body.set('page_shown', field(form, 'page_shown').value);
  if (act.text !== undefined) body.set('text', act.text);
  if (act.reason) body.set('reason', act.reason);
  return fetch(`/desk/comments/${act.id}/decisions`, {
    method: 'POST',
    body,
    headers: { accept: 'application/json' },
    // Whoever goes to another page has decided all the same.
    keepalive: true,
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
};

/**
 * Sends an act once; a token of another session is replaced by a fresh one first.
 * @param {Act} act @param {boolean} [fresh]
 * @returns {Promise<Told>}
 */
export const send = async (act, fresh = false) => {
  let answer;
  try {
    answer = await post(act);
  } catch {
    return AGAIN_MS;
  }
  // Whoever is signed out is sent to the sign-in page.
  if (answer.redirected || answer.status === 401) return 'signed-out';
  if (answer.status === 429 || answer.status >= 500) return 1000 * (Number(answer.headers.get('retry-after')) || AGAIN_MS / 1000);
  const told = await answer.json().catch(() => null);
  if (answer.ok && told) return { done: told };
  if (answer.status === 403 && !fresh) {
    const standing = await refresh();
    if (standing === 'ended') return 'signed-out';
    return standing === 'here' ? send(act, true) : AGAIN_MS;
  }
  return { problem: told };
};
