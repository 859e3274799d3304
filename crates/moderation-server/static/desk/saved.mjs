// Edits that have begun, kept by the server besides the device: they are there on another machine too.
import { onSignedIn, refresh, token } from './session.mjs';
import { showSignedOut } from './strip.mjs';

/** How long after the last letter. */
const SOON_MS = 1_000;
/** How soon it is tried again where nobody answered. */
const AGAIN_MS = 5_000;

/**
 * What is to be kept of a comment; without a text it is to be forgotten.
 * @typedef {object} Due
 * @property {string} [text]
 * @property {number} [revision]
 * @property {(at: string) => void} [saved] called when it is, with the time that the server has for it
 */

/** What the server has yet to be told, by the comment. @type {Map<string, Due>} */
const due = new Map();
let isSending = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {string} id @param {Due} what */
const send = (id, { text, revision }) =>
  fetch(`/v1/desk/comments/${id}/draft`, {
    method: text === undefined ? 'DELETE' : 'PUT',
    headers: { 'content-type': 'application/json', 'x-csrf-token': token() },
    keepalive: true,
    ...(text !== undefined && { body: JSON.stringify({ text, revision }) }),
  });

/** Sends one; after how many milliseconds the next may go, or null where that is not known. @param {string} id @param {Due} what */
const attempt = async (id, what) => {
  const answer = await send(id, what).catch(() => null);
  if (!answer || answer.status === 429 || answer.status >= 500) return AGAIN_MS;
  const standing = answer.status === 403 ? await refresh() : 'here';
  if (answer.status === 401 || standing === 'ended') {
    showSignedOut();
    return null;
  }
  if (answer.status === 403) return AGAIN_MS;
  // What it will not have, it will not have later either; the device has it.
  if (due.get(id) === what) due.delete(id);
  if (answer.status === 200) what.saved?.((await answer.json().catch(() => null))?.saved_at ?? '');
  return 0;
};

const flush = async () => {
  if (isSending) return;
  isSending = true;
  let wait = /** @type {number | null} */ (0);
  while (wait === 0) {
    const [first] = due;
    if (!first) break;
    wait = await attempt(...first);
  }
  isSending = false;
  if (wait) sendIn(wait);
};

/** @param {number} milliseconds */
const sendIn = (milliseconds) => {
  clearTimeout(timer);
  timer = setTimeout(flush, milliseconds);
};

/** Keeps what stands in a box, soon. @param {string} id @param {string} text @param {number} revision @param {(at: string) => void} saved */
export const saveSoon = (id, text, revision, saved) => {
  due.set(id, { text, revision, saved });
  sendIn(SOON_MS);
};

/** Nothing is edited there any more. @param {string} id */
export const forgetSaved = (id) => {
  due.set(id, {});
  sendIn(SOON_MS);
};

/** A decision took it along. @param {string} id */
export const dropUnsaved = (id) => due.delete(id);

export const startSaving = () => {
  onSignedIn(flush);
  window.addEventListener('online', flush);
  // Whoever leaves before the second is over has it kept all the same.
  window.addEventListener('pagehide', () => {
    for (const [id, what] of due) send(id, what).catch(() => {});
  });
};
