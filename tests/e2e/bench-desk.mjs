// `cargo xtask bench desk [--editors N] [--seconds N] [--pending N] [--decided N] [--articles N] [--json]`: the acceptance test of
// the desk. Editors press once a second by their own clocks, over a slow network that fails, and each press must be found
// in the server's log on the comment that stood before the editor.
import { parseArgs } from 'node:util';

import { askBeside, readers, searches } from './desk-bench/beside.mjs';
import { quantile, table } from './desk-bench/figures.mjs';
import { safeHands } from './desk-bench/hands.mjs';
import { SCREENS, wholeComments } from './desk-bench/screens.mjs';
import { openDesk, workShift } from './desk-bench/shift.mjs';

const { values: options } = parseArgs({
  options: {
    editors: { type: 'string', default: '8' },
    seconds: { type: 'string', default: '600' },
    pending: { type: 'string', default: '100000' },
    decided: { type: 'string', default: '0' },
    articles: { type: 'string', default: '2000' },
    json: { type: 'boolean', default: false },
  },
});
const EDITORS = Number(options.editors);
const SECONDS = Number(options.seconds);
const ARTICLES = Number(options.articles);
/** One editor alone, for comparison, works so long at most. */
const ALONE_SECONDS = Math.min(SECONDS, 60);
/** Readers ask so long before anybody works. */
const QUIET_SECONDS = Math.min(SECONDS, 10);

/** @param {string} what */
const announce = (what) => console.error(`==> ${new Date().toTimeString().slice(0, 8)} ${what}`);

/** @param {Awaited<ReturnType<typeof workShift>>} shift */
function conflicts({ told }) {
  const found = told.filter(({ outcome }) => outcome !== 'done');
  return { found, share: told.length === 0 ? 0 : found.length / told.length };
}

/** Right presses a second; what was sent late counts as late. @param {Awaited<ReturnType<typeof workShift>>} shift */
const throughput = ({ verdict, seconds }) => verdict.right / seconds;

/** @param {Awaited<ReturnType<typeof workShift>>} shift */
function explain({ verdict, editors, told }) {
  const place = (/** @type {import('./desk-bench/editor.mjs').Press} */ { editor, number, kind, seen }) =>
    `${editor} press ${number} (${kind}): line ${seen?.before.id ?? 'empty'}${seen?.over ? ', under a form' : ''}`;
  for (const press of verdict.withoutComment.slice(0, 5)) console.error(`  nothing to decide about: ${place(press)}`);
  for (const press of verdict.lost.slice(0, 5)) {
    const outcomes = told.filter(({ id }) => id === press.seen?.before.id).map(({ kind, outcome }) => `${kind} ${outcome}`);
    console.error(`  not in the log: ${place(press)}; answers: ${outcomes.join(', ') || 'none'}`);
  }
  for (const { id, line } of verdict.unasked.slice(0, 5)) console.error(`  pressed by nobody: ${line.action} by ${line.editor} on ${id}`);
  for (const { press, text } of verdict.otherText.slice(0, 5))
    console.error(`  other words: ${place(press)}: “${press.seen?.box}” became “${text}”`);
  for (const press of verdict.moved.slice(0, 5)) {
    console.error(`  the line moved by itself: ${place(press)}, painted was ${press.seen?.shown}`);
  }
  for (const editor of editors)
    for (const line of editor.complaints.slice(0, 3)) console.error(`  ${editor.account.name}'s browser: ${line}`);
}

announce(`${options.pending} comments come in, ${options.decided} stand decided`);
const desk = await openDesk({
  editors: EDITORS + 1,
  pending: Number(options.pending),
  decided: Number(options.decided),
  articles: ARTICLES,
});
try {
  const [first, ...others] = desk.people.editors;
  announce(`readers alone, ${QUIET_SECONDS} s`);
  const quiet = await askBeside(readers(desk.origin, ARTICLES, QUIET_SECONDS));
  announce(`one editor alone, ${ALONE_SECONDS} s`);
  const alone = await workShift(desk, { accounts: [first], presses: ALONE_SECONDS });
  explain(alone);
  await alone.close();
  announce(`${EDITORS} editors, ${SECONDS} s`);
  const reading = askBeside(readers(desk.origin, ARTICLES, SECONDS));
  const searching = askBeside(searches(desk.origin, desk.people.head.cookies, SECONDS));
  const shift = await workShift(desk, { accounts: others.slice(0, EDITORS), presses: SECONDS, expires: true, seed: 2 });
  const [beside, searched] = [await reading, await searching];
  explain(shift);
  await shift.close();
  announce('whole comments on three screens');
  const whole = await wholeComments(desk, first);
  announce('safe hands');
  const hands = await safeHands(desk, first);

  const { verdict } = shift;
  const seen = shift.editors.flatMap((editor) => editor.presses.flatMap((press) => (press.seen ? [press.seen] : [])));
  const painted = seen.flatMap((one) => (one.painted === null ? [] : [one.painted]));
  const lates = seen.map(({ late }) => late);
  const works = seen.map(({ worked }) => worked);
  const tops = shift.editors.map((editor) => editor.presses.flatMap(({ seen: one }) => (one && !one.over ? [one.before.top] : [])));
  const drift = Math.max(...tops.map((all) => Math.max(...all) - Math.min(...all)));
  const { found, share } = conflicts(shift);
  const ratio = throughput(shift) / throughput(alone);
  const wantedRatio = 0.95 * EDITORS;
  const figures = [
    { name: 'presses right', value: `${verdict.right}/${verdict.total}`, goal: 'all', passes: verdict.right === verdict.total },
    { name: '  nothing on the line', value: verdict.withoutComment.length, goal: '0', passes: verdict.withoutComment.length === 0 },
    { name: '  not in the log', value: verdict.lost.length, goal: '0', passes: verdict.lost.length === 0 },
    { name: '  in the log, pressed by nobody', value: verdict.unasked.length, goal: '0', passes: verdict.unasked.length === 0 },
    { name: '  published with other words', value: verdict.otherText.length, goal: '0', passes: verdict.otherText.length === 0 },
    { name: '  in the log in another order', value: verdict.outOfOrder, goal: '0', passes: verdict.outOfOrder === 0 },
    { name: '  line moved by itself', value: verdict.moved.length, goal: '0', passes: verdict.moved.length === 0 },
    { name: '  marked comment not on the line', value: verdict.besideLine.length, goal: '0', passes: verdict.besideLine.length === 0 },
    {
      name: 'presses right, one editor',
      value: `${alone.verdict.right}/${alone.verdict.total}`,
      goal: 'all',
      passes: alone.verdict.right === alone.verdict.total,
    },
    {
      name: 'key to next comment painted, p50',
      value: quantile(painted, 0.5),
      unit: 'ms',
      goal: '≤ 16',
      passes: quantile(painted, 0.5) <= 16,
    },
    {
      name: 'key to next comment painted, p99',
      value: quantile(painted, 0.99),
      unit: 'ms',
      goal: '≤ 50',
      passes: quantile(painted, 0.99) <= 50,
    },
    {
      name: 'key to next comment painted, most',
      value: quantile(painted, 1),
      unit: 'ms',
      goal: '≤ 100',
      passes: quantile(painted, 1) <= 100,
    },
    { name: '  of it, before the page saw the key, p99', value: quantile(lates, 0.99), unit: 'ms' },
    { name: '  of it, scripts of the page, p50', value: quantile(works, 0.5), unit: 'ms' },
    { name: '  of it, scripts of the page, p99', value: quantile(works, 0.99), unit: 'ms' },
    { name: 'reading line moved', value: drift, unit: 'px', goal: '≤ 4', passes: drift <= 4 },
    {
      name: `throughput of ${EDITORS} against one`,
      value: ratio,
      unit: '×',
      goal: `≥ ${wantedRatio.toFixed(1)}`,
      passes: ratio >= wantedRatio,
    },
    { name: 'conflicts', value: 100 * share, unit: '%', goal: '≤ 0.1', passes: share <= 0.001 },
    ...[...new Set(found.map(({ outcome }) => outcome))].map((outcome) => ({
      name: `  ${outcome}`,
      value: found.filter((one) => one.outcome === outcome).length,
    })),
    ...SCREENS.flatMap(({ name, goal }) => [
      { name: `whole comments at ${name}`, value: whole[name].all, goal: `≥ ${goal}`, passes: whole[name].all >= goal },
      { name: '  of them still to be decided', value: whole[name].waiting },
    ]),
    { name: "readers' list alone, p99", value: quiet.p99, unit: 'ms' },
    {
      name: "readers' list meanwhile, p99",
      value: beside.p99 / quiet.p99,
      unit: '×',
      goal: '≤ 1.5',
      passes: beside.p99 <= 1.5 * quiet.p99,
    },
    {
      name: 'requests of these that failed',
      value: quiet.failed + beside.failed + searched.failed,
      goal: '0',
      passes: quiet.failed + beside.failed + searched.failed === 0,
    },
    { name: 'pages of the desk and searches meanwhile, p99', value: searched.p99, unit: 'ms', goal: '≤ 50', passes: searched.p99 <= 50 },
    ...hands,
    { name: 'key to stored, p50', value: quantile(verdict.storedAfter, 0.5), unit: 'ms' },
    { name: 'key to stored, p99', value: quantile(verdict.storedAfter, 0.99), unit: 'ms' },
    { name: 'all answered after the last press', value: shift.settledAfter, unit: 'ms' },
    { name: 'signed in again over the page', value: shift.editors.reduce((sum, editor) => sum + editor.signedInOver, 0) },
    {
      name: 'presses behind the form over the page, made after it',
      value: shift.editors.flatMap((editor) => editor.presses.filter(({ isAgain }) => isAgain)).length,
    },
    ...Object.entries(desk.network.count).map(([name, value]) => ({ name: `network: ${name}`, value })),
  ];
  if (options.json) console.log(JSON.stringify(figures, null, 2));
  else console.log(table(figures));
} finally {
  await desk.stop();
}
