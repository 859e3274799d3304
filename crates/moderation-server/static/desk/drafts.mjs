// Edits that were not sent yet, kept on the device and by the server: they come back into an open box.
import { boxOf, isEdited } from './box.mjs';
import { allowed } from './kept.mjs';
import { element, field, formOf, onlyRow, openRows, part, rowOfForm, say } from './rows.mjs';
import { dropUnsaved, forgetSaved, saveSoon, startSaving } from './saved.mjs';
import { editor } from './session.mjs';
import { clock } from './words.mjs';

const PREFIX = `binh-luan-desk:draft:${editor}:`;
/** After that nobody comes back for it. */
const KEPT_MS = 14 * 86_400_000;

/**
 * An edit that has begun. `since` is the time of the server's version that it goes on from: devices' clocks say nothing of
 * which came later.
 * @typedef {{ text: string, revision: string, at: number, since?: string }} Draft
 */

/** @param {string} name @returns {Draft | null} */
const read = (name) => allowed(() => JSON.parse(localStorage.getItem(name) ?? 'null'), null);

/** @param {string} id @param {Draft} draft */
const write = (id, draft) =>
  allowed(() => {
    localStorage.setItem(PREFIX + id, JSON.stringify(draft));
    return true;
  }, false);

/** @param {string} id */
const dropHere = (id) => allowed(() => localStorage.removeItem(PREFIX + id), undefined);

/** The edit was decided about: the server has forgotten it by itself. @param {string} id */
export const dropDraft = (id) => {
  dropUnsaved(id);
  dropHere(id);
};

/** What the server had when it drew the box. @param {HTMLTextAreaElement} box @returns {Draft | null} */
const drawn = ({ dataset: { draft, draftRevision = '', draftAt = '' } }) =>
  draft === undefined ? null : { text: draft, revision: draftRevision, at: Date.parse(draftAt), since: draftAt };

/** @param {HTMLFormElement} form @param {boolean} [quietly] */
const keep = (form, quietly) => {
  const row = rowOfForm(form);
  const id = row.dataset.id ?? '';
  row.classList.toggle('edited', isEdited(form));
  if (!isEdited(form)) {
    dropHere(id);
    forgetSaved(id);
    const { dataset } = boxOf(form);
    delete dataset.draft;
    delete dataset.draftAt;
    say(row, '');
    return;
  }
  const box = boxOf(form);
  const since = box.dataset.draftAt;
  const draft = { text: box.value, revision: field(form, 'revision').value, at: Date.now(), ...(since && { since }) };
  const kept = write(id, draft);
  if (kept && !quietly) say(row, `Bản sửa đã lưu trên máy này lúc ${clock(draft.at)}.`);
  saveSoon(id, draft.text, Number(draft.revision), (saved) => {
    Object.assign(box.dataset, { draft: draft.text, draftRevision: draft.revision, draftAt: saved });
    const here = read(PREFIX + id);
    if (here) write(id, { ...here, since: saved });
    if (!quietly && boxOf(form).value === draft.text) say(row, `Bản sửa đã lưu lúc ${clock(draft.at)}, mở được cả ở máy khác.`);
  });
};

/** Keeps the edit of a comment that is there again. @param {HTMLElement} row @param {boolean} [quietly] */
export const keepDraft = (row, quietly) => {
  const form = formOf(row);
  if (!form || !isEdited(form)) return;
  part(form, '.edit').open = true;
  keep(form, quietly);
};

/** @param {HTMLElement} row */
const restore = (row) => {
  const form = formOf(row);
  if (!form || !boxOf(form)) return;
  const box = boxOf(form);
  const here = read(PREFIX + row.dataset.id);
  const there = drawn(box);
  // What goes on from the server's version is the later one; else it was written on elsewhere.
  const draft = here && there && here.since !== there.since ? there : (here ?? there);
  if (draft && draft.text !== box.defaultValue) box.value = draft.text;
  if (!isEdited(form)) return;
  part(form, '.edit').open = true;
  row.classList.add('edited');
  if (!draft) return;
  const changed = draft.revision !== field(form, 'revision').value;
  say(
    row,
    changed
      ? `Bản bạn sửa lúc ${clock(draft.at)} còn trong ô; bình luận đã đổi từ lúc đó, xin xem lại.`
      : `Bản bạn sửa lúc ${clock(draft.at)} còn nguyên trong ô.`,
    changed,
  );
  const drop = element('button', { type: 'button', class: 'quiet' }, 'Bỏ bản sửa');
  drop.addEventListener('click', () => {
    box.value = box.defaultValue;
    keep(form);
  });
  part(form, '.outcome').append(' ', drop);
  if (!here || here.text === draft.text) return;
  const take = element('button', { type: 'button', class: 'quiet' }, 'Lấy bản trên máy này');
  take.addEventListener('click', () => {
    box.value = here.text;
    keep(form);
  });
  part(form, '.outcome').append(' Bản này sửa ở máy khác. ', take);
};

/** Puts the drafts of these comments into their boxes. @param {HTMLElement[]} those */
export const restoreDrafts = (those) => {
  for (const row of those) restore(row);
};

const sweep = () =>
  allowed(() => {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith('binh-luan-desk:draft:') && Date.now() - (read(name)?.at ?? 0) > KEPT_MS) localStorage.removeItem(name);
    }
  }, undefined);

/** Comments with an edit that was not sent. */
export const editedRows = () => {
  const only = onlyRow();
  return [...openRows(), ...(only ? [only] : [])].filter((row) => {
    const form = formOf(row);
    return form && !row.hasAttribute('aria-busy') && isEdited(form);
  });
};

export const startDrafts = () => {
  sweep();
  startSaving();
  document.addEventListener('input', (event) => {
    const { name, form } = /** @type {HTMLInputElement} */ (event.target);
    if (name === 'text' && form?.matches('.decide')) keep(form);
  });
};
