// What the server's answers change on the screen. They never move what is being read.
import { boxOf } from './box.mjs';
import { closeRow, openRow } from './doing.mjs';
import { dropDraft, keepDraft } from './drafts.mjs';
import { field, formOf, onlyRow, part, rowOf, say, writerOf } from './rows.mjs';
import { showFailure, tell } from './strip.mjs';
import { ACTED, clock, DONE, fault } from './words.mjs';

/** @typedef {import('./outbox.mjs').Act} Act */
/** @typedef {import('./transport.mjs').Result} Result */

/** Who was there before, with what, and when. @param {Result} result */
const who = ({ by, action, at }) => {
  const time = at ? ` lúc ${clock(Date.parse(at))}` : '';
  return `${by ?? 'Bạn đọc'} đã ${ACTED[action ?? ''] ?? 'xử lý'} bình luận này${time}`;
};

/** A comment as the server has it now. @param {Result} result @param {string} [sent] the text that went with the act @returns {HTMLElement | null} */
const take = ({ comment }, sent) => {
  const row = comment ? rowOf(comment.id) : null;
  const form = row && formOf(row);
  if (!comment || !row || !form) return row;
  field(form, 'revision').value = String(comment.revision);
  row.dataset.status = comment.status;
  const pick = part(row, '.pick input');
  if (pick) pick.value = `${comment.id}:${comment.revision}:${field(form, 'page_shown').value}`;
  const box = boxOf(form);
  const isOwn = box.value === box.defaultValue || box.value === sent;
  box.defaultValue = comment.text;
  // Whoever typed on meanwhile keeps what was typed.
  if (isOwn) {
    box.value = comment.text;
    dropDraft(comment.id);
    row.classList.remove('edited');
  }
  const text = part(row, '.text');
  if (text.textContent !== comment.text) text.textContent = comment.text;
  return row;
};

/** Enough of a text to know it by. @param {string} text */
const beginning = (text) => {
  const letters = [...text.replaceAll(/\s+/g, ' ')];
  return letters.length > 40 ? `${letters.slice(0, 40).join('')}…` : letters.join('');
};

/** @param {Result} result */
const undone = (result) => {
  if (result.outcome === 'done' || result.outcome === 'same') {
    const row = result.comment ? rowOf(result.comment.id) : null;
    const form = row && formOf(row);
    const typed = form ? boxOf(form).value : '';
    take(result);
    if (!row || !form || typed === result.comment?.text) return;
    // What went out with the decision is an edit that has begun, again.
    boxOf(form).value = typed;
    keepDraft(row);
    return;
  }
  const row = take(result);
  const because = result.outcome === 'changed' ? `${who(result)} sau đó` : fault({ code: 'comment_not_found', ...result.problem });
  if (row && result.comment && row !== onlyRow()) closeRow(row, DONE[result.comment.status] ?? 'Đã xử lý', true);
  if (row) showFailure(row.dataset.id ?? '', `${writerOf(row)}: chưa hoàn tác, không có gì đổi. ${because}.`);
  else tell(`Chưa hoàn tác, không có gì đổi. ${because}.`);
};

/** Says that something was taken back which was done on the page before. @param {Result} result */
export const tellTakenBack = (result) => {
  const parts = result.parts ?? [result];
  const comments = parts.flatMap(({ outcome, comment }) => ((outcome === 'done' || outcome === 'same') && comment ? [comment] : []));
  const [first] = comments;
  if (first) tell(`Đã hoàn tác việc ở trang trước: “${beginning(first.text)}” như trước khi bấm.`);
};

/** An undo that the server did not take at all: everything is as it was before the press. @param {string[]} ids @param {Result} result */
const notUndone = (ids, result) => {
  for (const id of ids) {
    const row = rowOf(id);
    if (row && row !== onlyRow()) closeRow(row, DONE[row.dataset.status ?? ''] ?? 'Đã xử lý', true);
  }
  tell(`Chưa hoàn tác, không có gì đổi. ${fault(result.problem ?? null)}.`);
};

/** @param {import('./outbox.mjs').Decide} act @param {Result} result */
const refused = (act, result) => {
  const row = rowOf(act.id);
  const because = result.outcome === 'conflict' ? `${who(result)}. Chữ ở danh sách là bản hiện tại` : fault(result.problem ?? null);
  take(result);
  if (!row) return;
  row.removeAttribute('aria-busy');
  keepDraft(row, true);
  if (row === onlyRow()) say(row, `Chưa được. ${because}. Chữ bạn sửa vẫn còn trong ô.`, true);
  else {
    openRow(row, `Chưa được. ${because}. Chữ bạn sửa vẫn còn trong ô; bấm lần nữa nếu vẫn muốn.`, true);
    showFailure(act.id, `${writerOf(row)}: chưa được. ${because}.`);
  }
};

/**
 * Shows what became of an act.
 * @param {Act} act @param {Result} result @param {string[]} [ids] what an undo is about
 * @returns {string[]} keys of acts that came to nothing, so that they cannot be taken back
 */
export const answered = (act, result, ids = []) => {
  if (act.kind === 'undo') {
    if (result.outcome === 'refused' && !result.parts) notUndone(ids, result);
    else for (const one of result.parts ?? [result]) undone(one);
    return [];
  }
  const row = rowOf(act.id);
  if (result.outcome === 'done' || result.outcome === 'same') {
    take(result, act.text);
    const form = row && formOf(row);
    if (form && row === onlyRow()) location.assign(field(form, 'back').value || '/desk');
    // What a colleague did first is his to take back.
    return result.outcome === 'same' ? [act.key] : [];
  }
  if (result.outcome === 'withdrawn' || result.outcome === 'not_found') {
    const words = result.outcome === 'withdrawn' ? 'Người gửi đã rút lại' : 'Không còn bình luận này';
    if (row && row !== onlyRow()) closeRow(row, words, true);
    else if (row) say(row, `${words}.`, true);
    return [act.key];
  }
  refused(act, result);
  return [act.key];
};
