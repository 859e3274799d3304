// The acceptance test of the desk in small: ten seconds of `cargo xtask bench desk`, in which every press must be right.
import { expect, test as base } from '@playwright/test';
import { compare } from './desk-bench/compare.mjs';
import { STORM } from './desk-bench/network.mjs';
import { openDesk, workShift } from './desk-bench/shift.mjs';

/** @type {import('./fixtures/test.mjs').TestWith<{ newsroom: import('./desk-bench/shift.mjs').OpenDesk }>} */
const test = base.extend({
  newsroom: async ({ browserName }, use) => {
    const newsroom = await openDesk({ editors: 2, pending: 160, articles: 8, weather: STORM });
    await use(newsroom);
    await newsroom.stop();
  },
});

test('each press of two editors is found in the log on the comment that stood on the line, over a bad network', async ({ newsroom }) => {
  test.setTimeout(120_000);
  const { verdict, editors, told } = await workShift(newsroom, { accounts: newsroom.people.editors, presses: 10, expires: true });
  expect(verdict.withoutComment, 'presses with nothing to decide about').toEqual([]);
  expect(verdict.lost, 'presses that the log does not have').toEqual([]);
  expect(verdict.unasked, 'lines of the log that nobody pressed').toEqual([]);
  expect(verdict.otherText, 'edits published with other words').toEqual([]);
  expect(verdict.moved, 'the line moved by itself').toEqual([]);
  expect(verdict.besideLine, 'the comment marked is not the one on the line').toEqual([]);
  expect(verdict.outOfOrder).toBe(0);
  expect(verdict).toMatchObject({ total: 20, right: 20 });
  expect(told.filter(({ outcome }) => outcome !== 'done')).toEqual([]);
  expect(editors[0].signedInOver, 'the session that ended').toBe(1);
  expect(editors.flatMap(({ complaints }) => complaints)).toEqual([]);
});

/** @typedef {import('./desk-bench/presses.mjs').Kind} Kind */

base('what a comparison of presses with the log finds', async () => {
  /** Presses on comment `x`, as far as it stood on the line; each line of the log is `editor action`. */
  const found = async (/** @type {Kind[]} */ kinds, /** @type {string[]} */ lines, line = 'x') => {
    const standing = { id: line, atLine: line, top: 0 };
    const presses = kinds.map((kind, number) => ({
      editor: 'Mai',
      number,
      kind,
      due: number,
      keys: [],
      isAgain: false,
      seen: {
        n: number,
        code: '',
        at: number,
        late: 0,
        worked: 0,
        before: standing,
        shown: line,
        over: false,
        box: kind === 'edit' ? 'Chữ đã sửa.' : null,
        painted: 1,
        after: standing,
      },
    }));
    const log = lines.map((text) => {
      const [editor, action] = text.split(' ');
      return { editor, action, created_at: '2026-11-27T00:00:00Z' };
    });
    const histories = async () => new Map([['x', { comment: { text: 'Chữ đã sửa.', status: '' }, log }]]);
    const { right, lost, unasked, withoutComment } = await compare([presses], ['x'], histories);
    return [right, lost.length, unasked.length, withoutComment.length];
  };
  /** @type {[Kind[], string[], number[]][]} */
  const cases = [
    [['publish'], ['Mai publish'], [1, 0, 0, 0]],
    [['edit'], ['Mai publish', 'Mai confirm_page'], [1, 0, 0, 0]],
    [
      ['publish', 'undo', 'spam'],
      ['Mai publish', 'Mai undo', 'Mai spam'],
      [3, 0, 0, 0],
    ],
    // Taken back before it went out.
    [['publish', 'undo', 'publish'], ['Mai publish'], [3, 0, 0, 0]],
    [['publish', 'undo', 'reject'], ['Mai reject'], [3, 0, 0, 0]],
    [['publish', 'undo'], [], [2, 0, 0, 0]],
    // Lost, doubled, elsewhere, somebody else's, another act.
    [['publish'], [], [0, 1, 0, 0]],
    [['publish'], ['Mai publish', 'Mai publish'], [1, 0, 1, 0]],
    [[], ['Mai spam'], [0, 0, 1, 0]],
    [['publish'], ['Hai publish'], [0, 1, 1, 0]],
    [['reject'], ['Mai spam'], [0, 1, 1, 0]],
  ];
  for (const [kinds, lines, expected] of cases) expect(await found(kinds, lines), `${kinds}: ${lines}`).toEqual(expected);
  expect(await found(['publish'], [], null), 'nothing stood on the line').toEqual([0, 0, 0, 1]);
});
