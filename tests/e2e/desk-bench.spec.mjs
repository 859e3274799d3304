// The acceptance test of the desk in small: ten seconds of `cargo xtask bench desk`, in which every press must be right.
import { expect, test as base } from '@playwright/test';
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
