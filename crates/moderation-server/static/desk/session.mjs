// The session: its token in every form, and signing in over the page when it has ended.
import { element, part } from './rows.mjs';
import { fault } from './words.mjs';

const head = /** @type {HTMLElement} */ (document.querySelector('.desk-head'));

/** Who works here: what is kept on the device is kept for him alone. */
export const editor = head.dataset.editor ?? '';

/** @returns {string} */
export const token = () => part(document, '[name=csrf]').value;

/** @param {string} fresh */
const take = (fresh) => {
  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll('[name=csrf]'))) input.value = fresh;
};

/** @typedef {'here' | 'ended' | 'unknown'} Standing */

/** Asks for the token of the session that the browser has now. @returns {Promise<Standing>} */
export const refresh = async () => {
  try {
    const answer = await fetch('/v1/desk/session', { headers: { accept: 'application/json' } });
    if (answer.status === 401) return 'ended';
    if (!answer.ok) return 'unknown';
    const told = await answer.json();
    if (told.editor.login !== head.dataset.login) return 'ended';
    take(told.csrf_token);
    return 'here';
  } catch {
    return 'unknown';
  }
};

const dialog = /** @type {HTMLDialogElement} */ (document.getElementById('sign-in-over'));
/** @type {(() => void)[]} */
const waiting = [];

/** Calls back each time somebody has signed in again. @param {() => void} call */
export const onSignedIn = (call) => {
  waiting.push(call);
};

/** Shows the form over the page, on which everything stays as it is. */
export const askToSignIn = () => {
  if (dialog.open) return;
  dialog.showModal();
};

/** @param {string} text */
const complain = (text) => {
  const line = part(dialog, '.error');
  line.textContent = text;
  line.hidden = false;
};

/** @param {HTMLFormElement} form */
const signIn = async (form) => {
  const fields = new FormData(form);
  const code = String(fields.get('code') ?? '');
  const body = JSON.stringify({ login: fields.get('login'), password: fields.get('password'), ...(code && { code }) });
  form.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch('/v1/desk/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const told = await answer.json();
    if (answer.ok) {
      take(told.csrf_token);
      form.reset();
      part(dialog, '.code').hidden = true;
      part(dialog, '.error').hidden = true;
      dialog.close();
      for (const call of waiting) call();
    } else if (told.errors?.[0]?.field === 'code') {
      const label = part(dialog, '.code');
      if (!label.hidden) complain('Mã chưa đúng, hoặc đã được dùng rồi. Xin đợi mã kế tiếp.');
      label.hidden = false;
      part(label, 'input').focus();
    } else if (answer.status === 429 || answer.status === 503) {
      complain(`Thử quá nhiều lần. Xin đợi ${answer.headers.get('retry-after') ?? 30} giây rồi thử lại.`);
    } else complain(`${fault(told)}.`);
  } catch {
    complain('Không nối được với máy chủ. Xin thử lại khi có mạng.');
  } finally {
    form.removeAttribute('aria-busy');
  }
};

if (dialog) {
  dialog.addEventListener('submit', (event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!form.hasAttribute('aria-busy')) signIn(form);
  });
  part(dialog, '[value=cancel]').addEventListener('click', () => dialog.close());
}

/** A button that opens the form again. */
export const signInButton = () => {
  const button = element('button', { type: 'button', class: 'primary' }, 'Đăng nhập');
  button.addEventListener('click', askToSignIn);
  // Whoever was typing goes on there when the form is gone.
  button.addEventListener('mousedown', (event) => event.preventDefault());
  return button;
};
