// The acceptance test of the desk in small: a few seconds of `cargo xtask bench desk`, in which every press must be right.
import { expect, test } from '@playwright/test';
import { STORM } from './desk-bench/network.mjs';
import { openDesk, workShift } from './desk-bench/shift.mjs';

test('each press is found in the log on the comment that stood on the line, over a bad network', async () => {
  test.setTimeout(120_000);
  const desk = await openDesk({ editors: 1, pending: 80, articles: 8, weather: STORM });
  try {
    const { verdict, editors, close } = await workShift(desk, { accounts: desk.people.editors, presses: 10, expires: true });
    expect(verdict.withoutComment, 'presses with nothing to decide about').toEqual([]);
    expect(verdict.lost, 'presses that the log does not have').toEqual([]);
    expect(verdict.unasked, 'lines of the log that nobody pressed').toEqual([]);
    expect(verdict.otherText, 'edits published with other words').toEqual([]);
    expect(verdict.moved, 'the line moved by itself').toEqual([]);
    expect(verdict.outOfOrder).toBe(0);
    expect(verdict).toMatchObject({ total: 10, right: 10 });
    expect(editors[0].signedInOver, 'the session that ended').toBe(1);
    expect(editors.flatMap(({ complaints }) => complaints)).toEqual([]);
    await close();
  } finally {
    await desk.stop();
  }
});
