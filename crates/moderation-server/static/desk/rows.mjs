// The comments of a page and their forms, as the scripts find them.

/**
 * An element that the desk's pages always have.
 * @type {(within: ParentNode, selector: string) => any}
 */
export const part = (within, selector) => within.querySelector(selector);

/** Whether this page works on a share of the queue. */
export const isShared = document.getElementById('list')?.dataset.share !== undefined;

/** The comments of a list, in its order. @returns {HTMLElement[]} */
export const rows = () => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.queue > .card'))];

/** Those that wait for a decision here. */
export const openRows = () => rows().filter((row) => !row.classList.contains('done'));

/** Those behind a comment that have yet to be read. @param {HTMLElement | null} row */
export const ahead = (row) => {
  const order = rows();
  return order
    .slice(row ? order.indexOf(row) + 1 : 0)
    .filter(({ classList }) => !classList.contains('done') && !classList.contains('later'));
};

/** The comment of a page that has but one. @returns {HTMLElement | null} */
export const onlyRow = () => document.querySelector('main > .card[data-id]');

/** @param {string} id @returns {HTMLElement | null} */
export const rowOf = (id) => document.getElementById(`c-${id}`);

/**
 * What a row of a list has besides its line and its text. It stands in the page only while the comment is being read:
 * browsers look through all boxes of a page whenever something in it changes.
 * @type {WeakMap<HTMLElement, { about: HTMLElement, form: HTMLFormElement | null }>}
 */
const stowed = new WeakMap();

/** Takes these parts of a row out of the page. @param {HTMLElement} row */
export const stow = (row) => {
  const parts = stowed.get(row) ?? { about: part(row, '.about'), form: part(row, 'form.decide') };
  stowed.set(row, parts);
  // Whoever hears the page is told the words too.
  const text = part(row, '.text');
  text.id = `text-of-${row.dataset.id}`;
  row.setAttribute('aria-describedby', text.id);
  parts.about.remove();
  parts.form?.remove();
};

/** @param {HTMLElement} row @returns {HTMLElement} */
export const aboutOf = (row) => stowed.get(row)?.about ?? part(row, '.about');

/** @param {HTMLElement} row @returns {HTMLFormElement | null} */
export const formOf = (row) => stowed.get(row)?.form ?? /** @type {any} */ (document.getElementById(`decide-${row.dataset.id}`));

/** The comment that a form is of. @param {HTMLFormElement} form @returns {HTMLElement} */
export const rowOfForm = (form) => /** @type {HTMLElement} */ (rowOf(form.id.replace('decide-', '')));

/** @param {HTMLFormElement} form @param {string} name @returns {HTMLInputElement} */
export const field = (form, name) => /** @type {any} */ (form.elements.namedItem(name));

/** @param {HTMLElement} row */
export const writerOf = (row) => row.querySelector('.line .name, .who .name')?.textContent ?? '';

/** What a line under a comment says. @param {HTMLElement} row @param {string} text @param {boolean} [failed] */
export const say = (row, text, failed) => {
  row.classList.toggle('failed', Boolean(failed));
  const line = part(formOf(row) ?? row, '.outcome');
  line.classList.toggle('failed', Boolean(failed));
  line.textContent = text;
};

/** An element made from plain words. @param {string} name @param {Record<string, string>} attributes @param {...(string | Node)} inside */
export const element = (name, attributes, ...inside) => {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...inside);
  return made;
};
