// The line above the keys: what has not gone out yet, and what came back. It takes no focus.
import { setCurrent } from './current.mjs';
import { element, rowOf } from './rows.mjs';
import { signInButton } from './session.mjs';
import { grouped } from './words.mjs';

const strip = /** @type {HTMLElement} */ (document.getElementById('strip'));
/** @type {string | Node | null} */
let state = null;
/** What came back, by the comment. @type {Map<string, string>} */
const failures = new Map();
/** @type {string | null} */
let told = null;

const draw = () => {
  const parts = [];
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

/** @param {import('./outbox.mjs').State} now @param {number} count */
export const showOutbox = (now, count) => {
  state = null;
  if (now === 'waiting') state = `${grouped(count)} chưa gửi: không nối được với máy chủ, đang thử lại. Cứ làm tiếp.`;
  if (now === 'signed-out') {
    state = element('span', {}, `Phiên làm việc đã hết, ${grouped(count)} chưa gửi. `, signInButton());
  }
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
