// How acts go to the server, and what its answer means.
import { refresh, token } from './session.mjs';

/** @typedef {import('./outbox.mjs').Act} Act */

/**
 * What became of one act.
 * @typedef {object} Result
 * @property {string} key
 * @property {'done' | 'same' | 'conflict' | 'changed' | 'withdrawn' | 'not_found' | 'refused'} outcome
 * @property {{ id: string, status: string, revision: number, text: string }} [comment]
 * @property {string} [by]
 * @property {string} [action]
 * @property {string} [at]
 * @property {Result[]} [parts]
 * @property {{ code?: string, errors?: { code?: string }[] }} [problem]
 */

/** How long an answer may take; then it is asked for again. */
const PATIENCE_MS = 15_000;
/** After how long it is tried again where nobody answered. */
const AGAIN_MS = 3_000;

/** @param {readonly Act[]} acts */
const post = (acts) =>
  fetch('/v1/desk/acts', {
    method: 'POST',
    body: JSON.stringify({ acts }),
    headers: { 'content-type': 'application/json', 'x-csrf-token': token() },
    // Whoever goes to another page has decided all the same.
    keepalive: true,
    signal: AbortSignal.timeout(PATIENCE_MS),
  });

/**
 * Sends acts once; a token of another session is replaced by a fresh one first.
 * @param {Act[]} acts @param {boolean} [fresh]
 * @returns {Promise<Result[] | 'signed-out' | number>}
 */
export const send = async (acts, fresh = false) => {
  let answer;
  try {
    answer = await post(acts);
  } catch {
    return AGAIN_MS;
  }
  if (answer.status === 401) return 'signed-out';
  if (answer.status === 429 || answer.status >= 500) return 1000 * (Number(answer.headers.get('retry-after')) || AGAIN_MS / 1000);
  const told = await answer.json().catch(() => null);
  if (answer.ok) return told?.results ?? AGAIN_MS;
  if (answer.status === 403 && !fresh) {
    const standing = await refresh();
    if (standing === 'ended') return 'signed-out';
    return standing === 'here' ? send(acts, true) : AGAIN_MS;
  }
  return acts.map(({ key }) => ({ key, outcome: 'refused', problem: told ?? {} }));
};

/** A last try while the page goes; the key makes it harmless. @param {readonly Act[]} acts */
export const sendLast = (acts) => {
  if (acts.length > 0) post(acts).catch(() => {});
};
