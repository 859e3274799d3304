// The next comments come before the last has been read, drawn by the server as the first were.
import { currentRow } from './current.mjs';
import { restoreDrafts } from './drafts.mjs';
import { openRows, rowOf, rows } from './rows.mjs';

/** With fewer than these ahead, more are asked for. */
const AHEAD = 12;
/** How many decided comments stay above. */
const BEHIND = 50;

let isAsking = false;

/** A page of the desk. Parsed by the browser as one, so that no text here becomes markup. @param {string} address @returns {Promise<Document>} */
const page = (address) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('GET', address);
    request.responseType = 'document';
    request.timeout = 15_000;
    request.onload = () => (request.responseXML?.querySelector('.tabs') ? resolve(request.responseXML) : reject(new Error('no list')));
    request.onerror = () => reject(new Error('no answer'));
    request.ontimeout = request.onerror;
    request.send();
  });

/** Asks for the next comments where few are left. */
export const fill = async () => {
  const next = document.querySelector('a[rel=next]');
  const order = rows();
  const row = currentRow();
  const from = row ? order.indexOf(row) : -1;
  const ahead = openRows().filter((one) => order.indexOf(one) > from).length;
  const queue = document.querySelector('.queue');
  if (isAsking || !next || !queue || ahead >= AHEAD) return;
  isAsking = true;
  try {
    const told = await page(/** @type {HTMLAnchorElement} */ (next).href);
    const fresh = [.../** @type {NodeListOf<HTMLElement>} */ (told.querySelectorAll('.queue > .card'))].filter(
      ({ id }) => !rowOf(id.slice(2)),
    );
    for (const card of fresh) queue.append(document.adoptNode(card));
    const after = told.querySelector('a[rel=next]');
    if (after) next.setAttribute('href', after.getAttribute('href') ?? '');
    else next.parentElement?.remove();
    restoreDrafts(fresh);
  } catch {
    // The link stays, and the next press tries again.
  } finally {
    isAsking = false;
  }
};

/** Takes away the oldest decided comments above, without moving what is being read. */
export const trim = () => {
  const done = rows().filter((row) => row.classList.contains('done'));
  const list = document.getElementById('list');
  const row = currentRow();
  if (!list || !row || done.length <= BEHIND) return;
  const before = row.getBoundingClientRect().top;
  for (const old of done.slice(0, done.length - BEHIND)) old.remove();
  list.scrollTop += row.getBoundingClientRect().top - before;
};
