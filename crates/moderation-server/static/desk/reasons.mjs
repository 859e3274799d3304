// Turning a comment down by two digits: the second names the reason.
import { decide } from './acts.mjs';
import { currentRow, onCurrent } from './current.mjs';
import { openPane } from './pane.mjs';
import { element, field, formOf, part } from './rows.mjs';

const bar = /** @type {HTMLElement} */ (document.getElementById('reasons-bar'));
/** The comment that is asked about. @type {HTMLElement | null} */
let asked = null;

const reasons = () =>
  [.../** @type {NodeListOf<HTMLOptionElement>} */ (document.querySelectorAll('#reasons option'))].map(({ value }) => value);

export const areReasonsOpen = () => asked !== null;

export const closeReasons = () => {
  asked = null;
  bar.hidden = true;
};

/** @param {string} [reason] */
const refuse = (reason) => {
  const row = asked;
  closeReasons();
  if (row) decide(row, 'reject', reason);
};

/** The box for a reason that is not in the list. */
export const writeReason = () => {
  const row = asked ?? currentRow();
  closeReasons();
  const form = row && formOf(row);
  if (!form) return;
  openPane();
  field(form, 'reason')?.focus();
};

/** @param {HTMLElement} row */
export const openReasons = (row) => {
  const form = formOf(row);
  if (!form || row.classList.contains('done') || !part(form, '[value=reject]')) return;
  asked = row;
  bar.hidden = false;
};

/** A digit while they are open; 0 gives no reason. @param {number} digit */
export const chooseReason = (digit) => {
  if (digit === 0) refuse();
  else if (digit <= reasons().length) refuse(reasons()[digit - 1]);
};

export const startReasons = () => {
  /** @param {string} key @param {string} text @param {() => void} does */
  const button = (key, text, does) => {
    const made = element('button', { type: 'button' }, element('kbd', {}, key), ` ${text}`);
    made.addEventListener('click', does);
    return made;
  };
  bar.append(
    ...reasons().map((reason, at) => button(String(at + 1), reason, () => refuse(reason))),
    button('0', 'Không nêu lý do', () => refuse()),
    button('r', 'Lý do khác…', writeReason),
    button('Esc', 'Thôi', closeReasons),
  );
  onCurrent(closeReasons);
};
