// Presses against the log of the server: each on the comment that stood on the line, none twice, none lost.
import { LOGGED } from './presses.mjs';

/** @typedef {import('./editor.mjs').Press} Press */
/** @typedef {{ editor: string | null, action: string, created_at: string }} LogLine */
/** @typedef {{ comment: { text: string, status: string }, log: LogLine[] }} History */

/**
 * @typedef {object} Verdict
 * @property {number} total presses that were due
 * @property {number} right
 * @property {Press[]} withoutComment nothing stood on the line, or the page never saw the key
 * @property {Press[]} lost not in the log
 * @property {{ id: string, line: LogLine }[]} unasked in the log, and pressed by nobody
 * @property {{ press: Press, text: string }[]} otherText an edit that was published with other words than stood in the box
 * @property {Press[]} moved the comment on the line had changed since the last press, by itself
 * @property {Press[]} besideLine the comment marked as the one being read did not lie on the reading line
 * @property {number} outOfOrder decisions of an editor that are in the log before an earlier one
 * @property {number[]} storedAfter milliseconds from the key to the log
 */

/** The comment that a press was about, by what stood on the line. @param {Press} press @param {string[]} decided those decided before, by this editor */
const subjectOf = (press, decided) => (press.kind === 'undo' ? decided.pop() : press.seen?.before.id);

/**
 * @param {Press[][]} editors the presses of each, in the order in which they were made
 * @param {string[]} sent ids of all comments that the pages sent anything about
 * @param {(ids: string[]) => Promise<Map<string, History>>} histories asks the server
 * @returns {Promise<Verdict>}
 */
export async function compare(editors, sent, histories) {
  /** @type {Verdict} */
  const verdict = {
    total: 0,
    right: 0,
    withoutComment: [],
    lost: [],
    unasked: [],
    otherText: [],
    moved: [],
    besideLine: [],
    outOfOrder: 0,
    storedAfter: [],
  };
  /** @type {Map<string, Press[]>} */
  const byComment = new Map();
  for (const presses of editors) {
    /** @type {string[]} */
    const decided = [];
    /** @type {Press | null} */
    let last = null;
    for (const press of [...presses].sort((a, b) => (a.seen?.at ?? a.due) - (b.seen?.at ?? b.due))) {
      verdict.total += 1;
      const id = subjectOf(press, decided);
      if (id && press.kind !== 'undo') decided.push(id);
      const stoodThere = press.seen?.shown === null || press.kind === 'edit' || press.seen?.shown === press.seen?.before.id;
      if (last?.seen && press.seen && !stoodThere) verdict.moved.push(press);
      last = press;
      if (press.seen && !press.seen.over && press.seen.before.atLine !== press.seen.before.id) verdict.besideLine.push(press);
      // What was taken back stands on the line again.
      const isShown = press.kind !== 'undo' || press.seen?.after.id === id;
      if (!id || !press.seen || press.seen.over || !isShown) {
        verdict.withoutComment.push(press);
        continue;
      }
      byComment.set(id, [...(byComment.get(id) ?? []), press]);
    }
  }
  for (const id of sent) if (!byComment.has(id)) byComment.set(id, []);
  const told = await histories([...byComment.keys()]);
  for (const [id, presses] of byComment) judge(verdict, id, presses, told.get(id) ?? { comment: { text: '', status: '' }, log: [] });
  for (const presses of editors) verdict.outOfOrder += countDisorder(presses);
  return verdict;
}

/** When each press was stored. @type {WeakMap<Press, number>} */
const storedAt = new WeakMap();

/**
 * How presses and lines of one comment belong together with the fewest faults.
 * @typedef {object} Match
 * @property {number} faults
 * @property {[Press, LogLine][]} stored
 * @property {Press[]} unsent decided and taken back before it had gone out: the server never heard of it
 * @property {Press[]} lost
 * @property {LogLine[]} unasked
 */

/** @param {Press[]} presses in their order @param {LogLine[]} lines in theirs @returns {Match} */
function match(presses, lines) {
  const [press, next] = presses;
  const [line] = lines;
  if (!press) return { faults: lines.length, stored: [], unsent: [], lost: [], unasked: lines };
  /** @type {Match[]} */
  const ways = [];
  if (line?.editor === press.editor && line.action === LOGGED[press.kind]) {
    const rest = match(presses.slice(1), lines.slice(1));
    ways.push({ ...rest, stored: [[press, line], ...rest.stored] });
  }
  if (ways[0]?.faults === 0) return ways[0];
  if (press.kind !== 'undo' && next?.kind === 'undo' && next.editor === press.editor) {
    const rest = match(presses.slice(2), lines);
    ways.push({ ...rest, unsent: [press, next, ...rest.unsent] });
  }
  const without = match(presses.slice(1), lines);
  ways.push({ ...without, faults: without.faults + 1, lost: [press, ...without.lost] });
  if (line) {
    const rest = match(presses, lines.slice(1));
    ways.push({ ...rest, faults: rest.faults + 1, unasked: [line, ...rest.unasked] });
  }
  return ways.reduce((best, way) => (way.faults < best.faults ? way : best));
}

/** @param {Verdict} verdict @param {string} id @param {Press[]} presses @param {History} history */
function judge(verdict, id, presses, { comment, log }) {
  const inOrder = presses.sort((a, b) => (a.seen?.at ?? 0) - (b.seen?.at ?? 0));
  const { stored, unsent, lost, unasked } = match(
    inOrder,
    log.filter(({ action }) => action !== 'confirm_page'),
  );
  verdict.right += stored.length + unsent.length;
  verdict.lost.push(...lost);
  verdict.unasked.push(...unasked.map((line) => ({ id, line })));
  for (const [press, { created_at }] of stored) {
    storedAt.set(press, Date.parse(created_at));
    verdict.storedAfter.push(Date.parse(created_at) - (press.seen?.at ?? 0));
  }
  const last = inOrder.at(-1);
  const box = last?.kind === 'edit' && stored.at(-1)?.[0] === last ? last.seen?.box : null;
  if (last && typeof box === 'string' && box.trim() !== comment.text.trim()) {
    verdict.right -= 1;
    verdict.otherText.push({ press: last, text: comment.text });
  }
}

/** @param {Press[]} presses */
function countDisorder(presses) {
  const stored = presses.filter((press) => storedAt.has(press)).sort((a, b) => (a.seen?.at ?? 0) - (b.seen?.at ?? 0));
  return stored.filter((press, at) => at > 0 && (storedAt.get(press) ?? 0) < (storedAt.get(stored[at - 1]) ?? 0)).length;
}
