// The next comments of a list come before the last has been read, drawn by the server as the first were.
import { append } from './arrivals.mjs';
import { currentRow } from './current.mjs';
import { askFor } from './documents.mjs';
import { ahead } from './rows.mjs';

/** With fewer than these ahead, more are asked for. */
const AHEAD = 12;

let isAsking = false;

/** Asks for the next comments where few are left. */
export const fill = async () => {
  const next = /** @type {HTMLAnchorElement | null} */ (document.querySelector('a[rel=next]'));
  if (isAsking || !next || !document.querySelector('.queue') || ahead(currentRow()).length >= AHEAD) return;
  isAsking = true;
  try {
    const { page } = await askFor(next.href);
    if (!page?.querySelector('.tabs')) return;
    append(page);
    const after = page.querySelector('a[rel=next]');
    if (after) next.setAttribute('href', after.getAttribute('href') ?? '');
    else next.parentElement?.remove();
  } catch {
    // The link stays, and the next press tries again.
  } finally {
    isAsking = false;
  }
};
