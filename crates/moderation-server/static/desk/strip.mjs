// The line above the keys: what has not gone out yet, and what came back. It takes no focus.
import { setCurrent } from './current.mjs';
import { element, rowOf } from './rows.mjs';
import { onSignedIn, signInButton } from './session.mjs';
import { grouped } from './words.mjs';

const strip = /** @type {HTMLElement} */ (document.getElementById('strip'));
/** @type {string | Node | null} */
let state = null;
/** What came back, by the comment. @type {Map<string, string>} */
const failures = new Map();
/** @type {string | null} */
let told = null;
/** What does not go as it should, by what it is of. @type {Map<string, string>} */
const troubles = new Map();
let isSignedOut = false;

const draw = () => {
  const parts = [];
  if (isSignedOut && !(state instanceof Node)) parts.push(element('span', {}, 'Phiên làm việc đã hết. ', signInButton()));
  for (const text of troubles.values()) parts.push(element('span', {}, text));
  if (state) parts.push(element('span', {}, state));
  for (const [id, text] of failures) {
    const button = element('button', { type: 'button', class: 'quiet' }, 'Đến đó');
    button.addEventListener('click', () => {
      failures.delete(id);
      draw();
      setCurrent(rowOf(id));
    });
    parts.push(element('span', { class: 'failed' }, `${text} `, ...(rowOf(id) ? [button] : [])));
  }
  if (told) parts.push(element('span', {}, told));
  strip.replaceChildren(...parts);
  strip.hidden = parts.length === 0;
};

/** After so long without an answer that is said. */
const SLOW_MS = 4_000;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let slow;
let isSlow = false;
let waiting = 0;

/** @param {import('./outbox.mjs').State} now @param {number} count */
export const showOutbox = (now, count) => {
  // Whenever something is answered the clock begins anew.
  if (now !== 'sending' || count < waiting) {
    clearTimeout(slow);
    slow = undefined;
    isSlow = false;
  }
  waiting = count;
  if (now === 'sending' && slow === undefined) {
    slow = setTimeout(() => {
      isSlow = true;
      showOutbox('sending', waiting);
    }, SLOW_MS);
  }
  state = isSlow ? `${grouped(count)} chưa gửi xong: máy chủ chưa trả lời. Cứ làm tiếp.` : null;
  if (now === 'waiting') state = `${grouped(count)} chưa gửi: không nối được với máy chủ, đang thử lại. Cứ làm tiếp.`;
  if (now === 'signed-out') {
    state = element('span', {}, `Phiên làm việc đã hết, ${grouped(count)} chưa gửi. `, signInButton());
  }
  draw();
};

/** Nobody is signed in any more; whoever types is not disturbed by a form. */
export const showSignedOut = () => {
  isSignedOut = true;
  draw();
};

onSignedIn(() => {
  isSignedOut = false;
  draw();
});

/** Says what does not go as it should, until it does. @param {string} of @param {string | null} text */
export const showTrouble = (of, text) => {
  if ((troubles.get(of) ?? null) === text) return;
  if (text) troubles.set(of, text);
  else troubles.delete(of);
  draw();
};

/** Something came back. @param {string} id @param {string} text */
export const showFailure = (id, text) => {
  failures.set(id, text);
  draw();
};

/** @param {string} id */
export const dropFailure = (id) => {
  if (failures.delete(id)) draw();
};

/** Says something until the next press. @param {string | null} text */
export const tell = (text) => {
  if (text === told) return;
  told = text;
  draw();
};
