// What an editor presses, second by second: the same in each run.
import { chance } from './chance.mjs';

/** @typedef {'publish' | 'spam' | 'reject' | 'edit' | 'undo'} Kind */

/** Shares of a hundred presses; what is left over is published. @type {Record<string, number>} */
const SHARES = { spam: 15, reject: 21, edit: 3, undo: 2 };

/** What the log calls it. @type {Record<Kind, string>} */
export const LOGGED = { publish: 'publish', spam: 'spam', reject: 'reject', edit: 'publish', undo: 'undo' };

/** What is typed into the box of an edit, key by key. */
export const TYPED = [' ', 's', 'u', 'a'];

/** @param {number} count @param {number} seed @returns {Kind[]} */
export function plan(count, seed) {
  const next = chance(seed);
  /** @type {Kind[]} */
  const kinds = [];
  while (kinds.length < count) {
    const by = next() * 100;
    let edge = 0;
    const kind = /** @type {Kind} */ (Object.entries(SHARES).find(([, share]) => by < (edge += share))?.[0] ?? 'publish');
    const last = kinds.at(-1);
    // Letters are no commands just after a box was left, and there must be something to take back.
    const isTooSoon = kind === 'undo' && (last === undefined || last === 'edit' || last === 'undo');
    kinds.push(isTooSoon || (kind === 'edit' && last === 'edit') ? 'publish' : kind);
  }
  return kinds;
}

/** The keys of a press, with how long after its second each one comes. @param {Kind} kind @param {number} number @returns {{ code: string, key: string, after: number, ctrl?: boolean, text?: string }[]} */
export function keysOf(kind, number) {
  const reason = 1 + (number % 4);
  switch (kind) {
    case 'publish':
      return [{ code: 'Digit1', key: '1', text: '1', after: 0 }];
    case 'spam':
      return [{ code: 'Digit3', key: '3', text: '3', after: 0 }];
    case 'reject':
      return [
        { code: 'Digit2', key: '2', text: '2', after: 0 },
        { code: `Digit${reason}`, key: `${reason}`, text: `${reason}`, after: 160 },
      ];
    case 'undo':
      return [{ code: 'KeyZ', key: 'z', text: 'z', after: 0 }];
    case 'edit':
      return [
        { code: 'KeyE', key: 'e', text: 'e', after: 0 },
        ...TYPED.map((key, at) => ({ code: key === ' ' ? 'Space' : `Key${key.toUpperCase()}`, key, text: key, after: 120 + 50 * at })),
        { code: 'Enter', key: 'Enter', ctrl: true, after: 350 },
      ];
  }
}
