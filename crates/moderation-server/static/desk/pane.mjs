// Beside the list: what a row has no room for, and the box in which its text is edited.
import { isBox } from './box.mjs';
import { onCurrent } from './current.mjs';
import { aboutOf, element, formOf, isShared, rows, stow } from './rows.mjs';
import { token } from './session.mjs';

const pane = document.getElementById('pane');

/** The comment whose parts are in it. @type {HTMLElement | null} */
let shown = null;

/** Takes them out again. */
const clear = () => {
  if (shown) stow(shown);
  shown = null;
};

/** @param {HTMLElement | null} row */
const show = (row) => {
  if (!pane || row === shown) return;
  clear();
  pane.replaceChildren();
  shown = row;
  pane.scrollTop = 0;
  if (!row) {
    closePane();
    pane.append(
      element(
        'p',
        { class: 'empty' },
        isShared
          ? 'Không còn bình luận nào chờ bạn. Bình luận mới sẽ tự hiện ra ở đây.'
          : 'Không còn bình luận nào chờ ở đây. Phím n tải lại.',
      ),
    );
    return;
  }
  const close = element('button', { type: 'button', class: 'quiet pane-close' }, '← Danh sách');
  close.addEventListener('click', () => {
    closePane();
    row.focus({ preventScroll: true });
  });
  const form = formOf(row);
  const parts = [aboutOf(row), ...(form ? [form] : [])];
  // Meanwhile somebody may have signed in again.
  for (const one of parts) {
    for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (one.querySelectorAll('[name=csrf]'))) input.value = token();
  }
  pane.append(close, ...parts);
};

/** On a narrow screen it lies over the list. */
export const openPane = () => document.documentElement.classList.add('pane-open');
export const closePane = () => document.documentElement.classList.remove('pane-open');

export const startPane = () => {
  if (!pane) return;
  for (const row of rows()) stow(row);
  onCurrent(show);
  pane.addEventListener('focusin', (event) => {
    if (isBox(event.target)) openPane();
  });
};
