// Which command a key is, by its place on the keyboard; nothing here touches the page.

/**
 * What a keyboard event says of a key.
 * @typedef {object} Press
 * @property {string} code
 * @property {string} key
 * @property {boolean} repeat
 * @property {boolean} shiftKey
 * @property {boolean} ctrlKey
 * @property {boolean} altKey
 * @property {boolean} metaKey
 * @property {boolean} isComposing
 */

/**
 * @typedef {'publish' | 'reject' | 'spam' | 'later' | 'reason' | 'edit' | 'restore' | 'undo' | 'next' | 'previous' | 'pick'
 *   | 'pick-to' | 'pick-all' | 'publish-picked' | 'reject-picked' | 'spam-picked' | 'history' | 'more' | 'details' | 'search' | 'help' | 'back'} Command
 */

/** For how long no letter is a command after a box had the focus: its last letters may still be on their way. */
const AFTER_BOX_MS = 500;

/** Keys by the place they have, so that neither Caps Lock nor an input method makes others of them. @type {Record<string, Command>} */
const PLAIN = {
  Digit1: 'publish',
  Digit2: 'reject',
  Digit3: 'spam',
  Digit4: 'later',
  KeyP: 'publish',
  KeyR: 'reason',
  KeyS: 'spam',
  KeyU: 'undo',
  KeyZ: 'undo',
  KeyE: 'edit',
  KeyD: 'restore',
  KeyJ: 'next',
  ArrowDown: 'next',
  KeyK: 'previous',
  ArrowUp: 'previous',
  KeyX: 'pick',
  KeyA: 'pick-all',
  KeyH: 'history',
  KeyI: 'details',
  KeyN: 'more',
  Escape: 'back',
};

/** @type {Record<string, Command>} */
const SHIFTED = {
  Digit1: 'publish-picked',
  Digit2: 'reject-picked',
  Digit3: 'spam-picked',
  KeyP: 'publish-picked',
  KeyR: 'reject-picked',
  KeyS: 'spam-picked',
  KeyX: 'pick-to',
};

/** Signs that are told by what they are: they stand elsewhere on other keyboards. @type {Record<string, Command | undefined>} */
const SIGNS = { '?': 'help', '*': 'pick-all', '/': 'search' };

/** What the number pad has with NumLock off. @type {Record<string, Command | undefined>} */
const MOVES = { ArrowDown: 'next', ArrowUp: 'previous' };

/** The digit that was pressed, on either part of the keyboard. @param {Press} press @returns {number | null} */
export const digitOf = ({ code, key, shiftKey }) => {
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(code)?.[1];
  if (digit === undefined || shiftKey) return null;
  // With NumLock off that part of the keyboard has arrows.
  return code.startsWith('Numpad') && key !== digit ? null : Number(digit);
};

/** The command of a place on the keyboard. @param {Press} press @returns {Command | null} */
const placed = (press) => {
  const digit = digitOf(press);
  if (digit === null && press.code.startsWith('Numpad')) return MOVES[press.key] ?? null;
  const map = press.shiftKey ? SHIFTED : PLAIN;
  const code = digit === null ? press.code : `Digit${digit}`;
  return Object.hasOwn(map, code) ? map[code] : null;
};

/**
 * What a press outside of all boxes means; null where it means nothing.
 * @param {Press} press
 * @param {number} sinceBox milliseconds since a box last had the focus
 * @returns {Command | null}
 */
export const commandOf = (press, sinceBox) => {
  if (press.altKey || press.ctrlKey || press.metaKey || press.isComposing) return null;
  if (press.code.startsWith('Key') && sinceBox < AFTER_BOX_MS) return null;
  const command = SIGNS[press.key] ?? placed(press);
  // A key that is held down moves along, and does nothing else.
  return press.repeat && command !== 'next' && command !== 'previous' ? null : command;
};
