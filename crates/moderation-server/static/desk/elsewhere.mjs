// Comments that somebody else decided about, or that have gone to a colleague's share, while they stand here.
import { isUnsent } from './acts.mjs';
import { takeOut } from './arrivals.mjs';
import { isRowEdited } from './box.mjs';
import { countDecided } from './counts.mjs';
import { currentRow, keepLine, onCurrent } from './current.mjs';
import { closeRow } from './doing.mjs';
import { field, formOf, onlyRow, part, rowOf, say } from './rows.mjs';
import { DECIDED } from './words.mjs';

/**
 * @typedef {object} Decided
 * @property {string} id
 * @property {string | null} by
 * @property {boolean} yours
 * @property {string} was its status before
 * @property {string} status
 * @property {number} revision
 */

/** The row of a comment that is not being decided about here. @param {string} id */
const waitingRow = (id) => {
  const row = rowOf(id);
  return !row || row.classList.contains('done') || row.hasAttribute('aria-busy') || isUnsent(id) ? null : row;
};

/** What is being read, or edited, stays and says what became of it. @param {HTMLElement} row @param {string} words */
const showThere = (row, words) => {
  row.classList.add('elsewhere');
  if (row === onlyRow()) {
    say(row, `${words}.`, true);
    return;
  }
  keepLine(() => {
    part(row, '.done-line').textContent = `${words}.`;
  });
  part(formOf(row) ?? row, '.outcome').textContent = `${words}.`;
};

/** What says that a decision was refused is read first. @param {HTMLElement} row */
const isKept = (row) => row === currentRow() || isRowEdited(row) || row.classList.contains('failed');

/** @param {Decided} told */
export const decidedElsewhere = ({ id, by, yours, was, status, revision }) => {
  countDecided(Number(was === 'pending') - Number(status === 'pending'));
  const row = waitingRow(id);
  const form = row && formOf(row);
  if (!row || row.dataset.status === status || (form && revision <= Number(field(form, 'revision').value))) return;
  if (!isKept(row)) takeOut([row]);
  else showThere(row, yours ? `Bạn đã ${DECIDED[status]} ở cửa sổ khác` : by ? `${by} đã ${DECIDED[status]}` : 'Người gửi đã rút lại');
};

/** Who has a comment now, or what became of it. @param {string} id @returns {Promise<string>} */
const whoHas = async (id) => {
  const words = 'Bình luận này không còn trong phần của bạn';
  const answer = await fetch(`/v1/desk/comments/${id}/revisions`, { headers: { accept: 'application/json' } }).catch(() => null);
  const told = answer?.ok ? await answer.json().catch(() => null) : null;
  if (!told) return words;
  const { status, lease } = told.comment;
  const { editor } = told.log.at(-1) ?? {};
  if (status === 'withdrawn') return 'Người gửi đã rút lại';
  if (status !== 'pending') return `${editor ?? 'Một biên tập viên'} đã ${DECIDED[status]}`;
  return lease && !lease.yours ? `Bình luận này đã sang phần của ${lease.name}` : words;
};

/** A comment is not in this page's share any more. @param {string} id */
export const gone = (id) => {
  const row = waitingRow(id);
  if (!row || row.classList.contains('elsewhere') || row.classList.contains('failed')) return;
  if (!isKept(row)) {
    takeOut([row]);
    return;
  }
  whoHas(id).then((words) => {
    if (waitingRow(id) !== row) return;
    if (isKept(row)) showThere(row, words);
    else takeOut([row]);
  });
};

/** What was kept for being read goes when it is left. */
export const startElsewhere = () => {
  onCurrent((current) => {
    const left = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.queue > .card.elsewhere:not(.done)'))].filter(
      (row) => row !== current && !isRowEdited(row),
    );
    if (left.length === 0) return;
    keepLine(() => {
      for (const row of left) closeRow(row, part(row, '.done-line').textContent.replace(/\.$/, ''), true);
    });
  });
};
