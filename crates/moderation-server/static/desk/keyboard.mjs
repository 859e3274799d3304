// The keyboard of the desk, and the same commands from the buttons below the list.
import { decide, takeBack, takeBackRow } from './acts.mjs';
import { isBox, openBox } from './box.mjs';
import { decidePicked } from './bulk.mjs';
import { bringToLine, currentRow, goOn, isInSight, setCurrent, step } from './current.mjs';
import { commandOf, digitOf } from './keys.mjs';
import { closePane, openPane } from './pane.mjs';
import { pickAll, pickTo, togglePick } from './pick.mjs';
import { areReasonsOpen, chooseReason, closeReasons, openReasons, writeReason } from './reasons.mjs';
import { formOf, onlyRow, part } from './rows.mjs';
import { tell } from './strip.mjs';

/** When a box last had the focus. */
let boxAt = Number.NEGATIVE_INFINITY;

/** @param {(row: HTMLElement) => void} does */
const withRow = (does) => () => {
  const row = currentRow();
  if (row) does(row);
  else tell('Chưa chọn bình luận nào: phím j hoặc mũi tên xuống.');
};

/** What nobody sees is not decided about: whoever scrolled away gets it back first. @param {HTMLElement} row */
const isSeen = (row) => {
  if (isInSight(row)) return true;
  bringToLine(row);
  tell('Bình luận đang đọc vừa khuất, nay đã trở lại: chưa làm gì cả, bấm lần nữa nếu vẫn muốn.');
  return false;
};

/** @param {(row: HTMLElement) => void} does */
const withSeen = (does) =>
  withRow((row) => {
    if (isSeen(row)) does(row);
  });

/** @param {HTMLElement} row */
const putOff = (row) => {
  if (onlyRow()) return;
  row.classList.add('later');
  goOn(row);
};

/** @param {HTMLElement} row */
const back = (row) => setCurrent(row.matches('main > .card') ? null : row);

/** @type {Record<import('./keys.mjs').Command, () => void>} */
const COMMANDS = {
  publish: withSeen((row) => decide(row, 'publish')),
  reject: withSeen(openReasons),
  reason: withRow(writeReason),
  spam: withSeen((row) => decide(row, 'spam')),
  later: withSeen(putOff),
  edit: withRow((row) => {
    openPane();
    openBox(row);
  }),
  details: openPane,
  restore: withRow((row) => {
    openPane();
    /** @type {HTMLElement | null | undefined} */ (formOf(row)?.querySelector('.restore'))?.click();
  }),
  undo: takeBack,
  next: () => step(1),
  previous: () => step(-1),
  pick: withSeen(togglePick),
  'pick-to': withRow(pickTo),
  'pick-all': pickAll,
  'publish-picked': () => decidePicked('publish'),
  'reject-picked': () => decidePicked('reject'),
  'spam-picked': () => decidePicked('spam'),
  history: withRow(() => /** @type {HTMLElement | null} */ (document.querySelector('a.history-link'))?.click()),
  more: () => {
    const next = document.querySelector('a[rel=next]')?.getAttribute('href') ?? (onlyRow() ? '/desk' : location.href);
    // The browser's own page of errors would take the list's place.
    if (navigator.onLine) location.assign(next);
    else tell('Không có mạng: trang này vẫn còn nguyên, xin bấm lại khi có mạng.');
  },
  search: () => document.getElementById('search')?.focus(),
  help: () => /** @type {HTMLDialogElement} */ (document.getElementById('keys')).showModal(),
  back: () => {
    closeReasons();
    closePane();
    const row = currentRow();
    if (row) back(row);
  },
};

/** @param {import('./keys.mjs').Command} command */
export const run = (command) => {
  if (command !== 'reject') closeReasons();
  tell(null);
  COMMANDS[command]();
};

/** @param {KeyboardEvent} event */
const inBox = (event) => {
  const target = /** @type {HTMLInputElement} */ (event.target);
  const row = currentRow();
  if (event.isComposing) return;
  if (event.key === 'Escape') {
    event.preventDefault();
    closePane();
    if (row) row.focus({ preventScroll: true });
    else target.blur();
  } else if (event.key === 'Enter' && !event.repeat && target.name === 'reason' && row) {
    event.preventDefault();
    decide(row, 'reject');
  } else if (event.key === 'Enter' && !event.repeat && event.ctrlKey && target.name === 'text' && row) {
    event.preventDefault();
    decide(row, 'publish');
  }
};

/** @param {KeyboardEvent} event */
const pressed = (event) => {
  // What is open over the page has keys of its own.
  if (document.querySelector('dialog[open]')) return;
  if (isBox(event.target)) {
    boxAt = performance.now();
    inBox(event);
    return;
  }
  const digit = digitOf(event);
  if (areReasonsOpen() && digit !== null && !event.ctrlKey && !event.altKey && !event.metaKey) {
    event.preventDefault();
    if (!event.repeat) chooseReason(digit);
    return;
  }
  // From a doubtful word too the text goes out.
  if (event.ctrlKey && event.key === 'Enter' && !event.repeat && /** @type {Element} */ (event.target).closest('.decide')) {
    event.preventDefault();
    withRow((row) => decide(row, 'publish'))();
    return;
  }
  const command = commandOf(event, performance.now() - boxAt);
  if (!command) return;
  event.preventDefault();
  run(command);
};

export const startKeyboard = () => {
  document.addEventListener('keydown', pressed);
  document.addEventListener('focusout', (event) => {
    if (isBox(event.target)) boxAt = performance.now();
  });
  // A comment that is pressed, or reached by Tab, is the one being read.
  document.addEventListener('focusin', (event) => {
    const row = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('.queue > .card'));
    if (row && !row.classList.contains('done')) setCurrent(row, false);
  });
  document.addEventListener('click', (event) => {
    const target = /** @type {Element} */ (event.target);
    const command = target.closest('[data-command]')?.getAttribute('data-command');
    if (command) run(/** @type {import('./keys.mjs').Command} */ (command));
    const undo = target.closest('.take-back');
    if (undo) takeBackRow(/** @type {HTMLElement} */ (undo.closest('.card')));
    const close = /** @type {HTMLElement | null} */ (target.closest('dialog [data-close]'));
    if (close) /** @type {HTMLDialogElement} */ (close.closest('dialog')).close();
  });
  document.addEventListener('submit', (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    const submitter = /** @type {HTMLButtonElement | null} */ (event.submitter);
    if (!form.matches('.decide') || submitter?.hasAttribute('formaction')) return;
    event.preventDefault();
    const row = part(document, `#${CSS.escape(form.id.replace('decide-', 'c-'))}`);
    // Who edits it has it before him.
    if (part(form, '.edit')?.open || isSeen(row)) decide(row, submitter?.value ?? 'publish');
  });
};
