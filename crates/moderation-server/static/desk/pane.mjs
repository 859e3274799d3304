// Beside the list: what a row has no room for, and the box in which its text is edited.
import { isBox } from './box.mjs';
import { onCurrent } from './current.mjs';
import { element, formOf, isShared, part } from './rows.mjs';

const pane = document.getElementById('pane');

/** The comment whose parts are in it. @type {HTMLElement | null} */
let shown = null;

/** Gives them back to their row. */
const clear = () => {
  if (!shown || !pane) return;
  const text = part(shown, '.text');
  const about = pane.querySelector('.about');
  const form = formOf(shown);
  if (about) text.before(about);
  if (form && pane.contains(form)) text.after(form);
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
  pane.append(close, part(row, '.about'), ...(form ? [form] : []));
};

/** On a narrow screen it lies over the list. */
export const openPane = () => document.documentElement.classList.add('pane-open');
export const closePane = () => document.documentElement.classList.remove('pane-open');

export const startPane = () => {
  if (!pane) return;
  onCurrent(show);
  pane.addEventListener('focusin', (event) => {
    if (isBox(event.target)) openPane();
  });
};
