// Thêm dấu without a new page: marks come into the text box, doubtful words are pressed through.
// Without it the same button sends the form and gets the page with the new text.
import { askToSignIn, onSignedIn, refresh } from './session.mjs';
import { fault } from './words.mjs';

// What a form's box held before, holds now, and which of its words may be others.
/**
 * @typedef {{ start: number, end: number, candidates: string[], chosen: number }} Doubt
 * @typedef {{ before: string, text: string, words: Doubt[] }} State
 */
/** @type {WeakMap<HTMLFormElement, State>} */
const states = new WeakMap();

/**
 * An element that the form always has.
 * @type {(form: HTMLFormElement, selector: string) => any}
 */
const part = (form, selector) => form.querySelector(selector);
/** @param {HTMLFormElement} form @param {string} name @returns {HTMLTextAreaElement} */
const field = (form, name) => /** @type {any} */ (form.elements.namedItem(name));
/** @param {HTMLFormElement} form */
const box = (form) => field(form, 'text');

// As if typed, so that the browser's own undo takes it back.
/** @param {HTMLFormElement} form @param {number} start @param {number} end @param {string} text */
const replace = (form, start, end, text) => {
  const area = box(form);
  area.focus({ preventScroll: true });
  area.setSelectionRange(start, end);
  if (!document.execCommand('insertText', false, text)) area.setRangeText(text, start, end, 'end');
};

/** @param {HTMLFormElement} form @param {string} text @param {boolean} [failed] */
const tell = (form, text, failed) => {
  const line = part(form, '.marks-told');
  line.classList.toggle('failed', Boolean(failed));
  line.textContent = text;
};

// Where each character of `text` starts in the units that text boxes count.
/** @param {string} text */
const unitsOf = (text) => {
  const starts = [];
  let at = 0;
  for (const character of text) {
    starts.push(at);
    at += character.length;
  }
  starts.push(at);
  return starts;
};

/** Forms whose press waits for the editor to sign in again. @type {Set<HTMLFormElement>} */
const waiting = new Set();

/** @param {HTMLFormElement} form @param {boolean} [fresh] whether the token was asked for anew @returns {Promise<void>} */
const restore = async (form, fresh) => {
  const before = box(form).value;
  part(form, '.edit').open = true;
  const body = new URLSearchParams({ csrf: field(form, 'csrf').value, revision: field(form, 'revision').value, text: before });
  form.setAttribute('aria-busy', 'true');
  try {
    const address = part(form, '.restore').getAttribute('formaction');
    const answer = await fetch(address, { method: 'POST', body, headers: { accept: 'application/json' } });
    const stale = answer.status === 403 && !fresh ? await refresh() : 'here';
    if (answer.redirected || stale === 'ended') {
      waiting.add(form);
      tell(form, 'Phiên làm việc đã hết. Xin đăng nhập lại; chữ trong ô vẫn còn nguyên.', true);
      askToSignIn();
    } else if (answer.status === 403 && !fresh) {
      form.removeAttribute('aria-busy');
      await restore(form, true);
    } else {
      const told = await answer.json();
      if (!answer.ok) tell(form, `Chưa thêm dấu được. ${fault(told)}.`, true);
      // Whoever typed on meanwhile keeps what was typed.
      else if (box(form).value === before) show(form, before, told);
      else tell(form, 'Chữ trong ô vừa đổi. Bấm lại để thêm dấu.', true);
    }
  } catch {
    tell(form, 'Không nối được với máy chủ, chưa thêm dấu.', true);
  } finally {
    form.removeAttribute('aria-busy');
  }
};

/**
 * @param {HTMLFormElement} form
 * @param {string} before
 * @param {{ text: string, words: { start: number, end: number, candidates: string[], doubtful: boolean }[], told: string }} answer
 */
const show = (form, before, { text, words, told }) => {
  const units = unitsOf(text);
  const doubtful = words.filter((word) => word.doubtful);
  states.delete(form);
  if (text !== before) replace(form, 0, before.length, text);
  states.set(form, {
    before,
    text,
    words: doubtful.map(({ start, end, candidates }) => ({ start: units[start], end: units[end], candidates, chosen: 0 })),
  });
  tell(form, told);
  part(form, '.unrestore').hidden = text === before;
  draw(form);
  (part(form, '.doubts button') ?? box(form)).focus();
};

// Two words on each side, in the same line.
/** @param {string} text @param {Doubt} word */
const around = (text, { start, end }) => [
  /(?:\S*\s){0,2}$/u.exec(text.slice(0, start).split('\n').at(-1) ?? '')?.[0] ?? '',
  /^\S*(?:\s\S+){0,2}/u.exec(text.slice(end).split('\n')[0])?.[0] ?? '',
];

/** @param {HTMLFormElement} form */
const draw = (form) => {
  const { text, words } = /** @type {State} */ (states.get(form));
  const list = part(form, '.doubts');
  list.hidden = words.length === 0;
  list.replaceChildren(
    ...words.map((word) => {
      const [left, right] = around(text, word);
      const button = document.createElement('button');
      button.type = 'button';
      name(button, word);
      button.addEventListener('click', () => next(form, word, button));
      const item = document.createElement('li');
      item.append(left, button, right);
      return item;
    }),
  );
};

/** @param {HTMLButtonElement} button @param {Doubt} word */
const name = (button, { candidates, chosen }) => {
  const others = candidates.filter((_, at) => at !== chosen).join(', ');
  button.textContent = candidates[chosen];
  button.title = `Bấm để đổi: ${others}`;
  button.setAttribute('aria-label', `${candidates[chosen]}, hoặc ${others}`);
};

/** @param {HTMLFormElement} form @param {Doubt} word @param {HTMLButtonElement} button */
const next = (form, word, button) => {
  const chosen = (word.chosen + 1) % word.candidates.length;
  // The box tells `follow`, which moves the words behind.
  replace(form, word.start, word.end, word.candidates[chosen]);
  button.focus({ preventScroll: true });
};

/** @param {string | undefined} character */
const isLetter = (character) => /[\p{L}\p{M}]/u.test(character ?? '');

// Keeps the words where they stand while the text changes, and drops those that were rewritten.
/** @param {HTMLFormElement} form */
const follow = (form) => {
  const state = states.get(form);
  const value = box(form).value;
  if (!state || value === state.text) return;
  const old = state.text;
  const shorter = Math.min(old.length, value.length);
  let start = 0;
  while (start < shorter && old[start] === value[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && old[old.length - 1 - tail] === value[value.length - 1 - tail]) tail += 1;
  const shift = value.length - old.length;
  state.text = value;
  const kept = state.words.filter((word) => {
    if (word.end > start) word.end += shift;
    if (word.start >= old.length - tail) word.start += shift;
    word.chosen = word.candidates.indexOf(value.slice(word.start, word.end));
    return word.chosen >= 0 && !isLetter(value[word.start - 1]) && !isLetter(value[word.end]);
  });
  const gone = kept.length < state.words.length;
  state.words = kept;
  if (gone) draw(form);
  else for (const [at, button] of part(form, '.doubts').querySelectorAll('button').entries()) name(button, kept[at]);
};

export const startMarks = () => {
  document.addEventListener('submit', (event) => {
    if (!event.submitter?.matches('.restore')) return;
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!form.closest('[aria-busy]')) restore(form);
  });

  document.addEventListener('input', (event) => {
    const { name: edited, form } = /** @type {HTMLInputElement} */ (event.target);
    if (edited === 'text' && form?.matches('.decide')) follow(form);
  });

  document.addEventListener('click', (event) => {
    /** @type {HTMLButtonElement | null} */
    const button = /** @type {Element} */ (event.target).closest('.unrestore[type=button]');
    const form = button?.form;
    const state = form && states.get(form);
    if (!state) return;
    states.delete(form);
    replace(form, 0, box(form).value.length, state.before);
    part(form, '.doubts').hidden = true;
    button.hidden = true;
    tell(form, 'Đã trả lại chữ cũ.');
  });
  onSignedIn(() => {
    for (const form of waiting) restore(form);
    waiting.clear();
  });
};
