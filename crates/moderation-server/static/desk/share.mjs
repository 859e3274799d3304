// This page's share of the queue: taken when it opens, kept while somebody works here, given back when he leaves.
import { afterActs, unsentIds } from './acts.mjs';
import { append } from './arrivals.mjs';
import { onCounts, showCounts } from './counts.mjs';
import { currentRow, onCurrent } from './current.mjs';
import { askFor } from './documents.mjs';
import { gone } from './elsewhere.mjs';
import { allowed, editor } from './kept.mjs';
import { isLow, wanted } from './plan.mjs';
import { ahead, openRows } from './rows.mjs';
import { onSignedIn, refresh, token } from './session.mjs';
import { showSignedOut, showTrouble } from './strip.mjs';

/** A page at which nobody has done anything for so long gives its share back. */
const IDLE_MS = 5 * 60_000;
/** How soon it is asked again where nobody answered, or colleagues had all that was left; later each time. */
const AGAIN_MS = 3_000;
const AGAIN_AT_MOST_MS = 30_000;
const DRY_AT_MOST_MS = 9_000;
/** Comments that may be named. */
const NAMED = 100;

const list = document.getElementById('list');

/** This page's name, another one after each load: two pages of one editor never hold the same. */
const tab = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');

const LEFT = `binh-luan-desk:left:${editor}`;
/** The page that stood in this window before: what it asked for last may have been given to it when it was gone. */
let left = allowed(() => sessionStorage.getItem(LEFT), null) ?? '';
allowed(() => sessionStorage.removeItem(LEFT), undefined);

let isAsking = false;
let isAskedAgain = false;
let isIdle = false;
/** How many answers had too little, one after the other. */
let dry = 0;
let failures = 0;
let activeAt = Date.now();
let askedAt = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {number} milliseconds */
const askLater = (milliseconds) => {
  clearTimeout(timer);
  timer = setTimeout(ask, milliseconds);
};

const giveBack = () => {
  clearTimeout(timer);
  fetch('/v1/desk/share/release', {
    method: 'POST',
    body: JSON.stringify({ tab }),
    headers: { 'content-type': 'application/json', 'x-csrf-token': token() },
    keepalive: true,
  }).catch(() => {});
};

/** @param {HTMLElement} share @param {number} want */
const take = (share, want) => {
  const { lost = '', pending, mine, reported, oldest, heartbeat } = share.dataset;
  for (const id of lost.split(' ').filter(Boolean)) gone(id);
  append(share.ownerDocument);
  list?.setAttribute('data-taken', '');
  dry = want > 0 && isLow(ahead(currentRow()).length) ? dry + 1 : 0;
  showCounts({ pending: Number(pending), mine: Number(mine), reported: Number(reported), oldest_at: oldest ?? null });
  // Nobody tells when a colleague gives something back.
  askLater(dry > 0 && Number(pending) > Number(mine) ? Math.min(DRY_AT_MOST_MS, AGAIN_MS * dry) : 1000 * Number(heartbeat));
};

/** @returns {Promise<'taken' | 'signed-out' | 'failed'>} */
const send = async (fresh = false) => {
  const have = [...new Set([...openRows().map(({ dataset }) => dataset.id ?? ''), ...unsentIds()])].slice(0, NAMED);
  const want = wanted(ahead(currentRow()).length, have.length);
  const section = list?.dataset.section ?? '';
  const told = await askFor('/desk/share', { csrf: token(), tab, want: String(want), have: have.join(' '), section, left });
  if (told.path.startsWith('/desk/sign-in')) return 'signed-out';
  if (told.status === 403 && !fresh) {
    const standing = await refresh();
    if (standing === 'ended') return 'signed-out';
    if (standing === 'here') return send(true);
  }
  const share = /** @type {HTMLElement | null | undefined} */ (told.page?.querySelector('.queue[data-heartbeat]'));
  if (told.status !== 200 || !share) return 'failed';
  left = '';
  take(share, want);
  return 'taken';
};

/** Renews the share, and fills it up where little is left. */
const ask = async () => {
  if (isIdle) return;
  clearTimeout(timer);
  if (Date.now() - activeAt > IDLE_MS) {
    isIdle = true;
    giveBack();
    showTrouble('share', 'Lâu không có ai làm, phần việc đã được trả lại cho cả bàn; bấm phím bất kỳ để lấy lại.');
    return;
  }
  if (isAsking) {
    isAskedAgain = true;
    return;
  }
  isAsking = true;
  isAskedAgain = false;
  askedAt = Date.now();
  const told = await send().catch(() => 'failed');
  isAsking = false;
  if (told === 'signed-out') showSignedOut();
  if (told === 'failed') {
    failures += 1;
    askLater(Math.min(AGAIN_AT_MOST_MS, AGAIN_MS * 2 ** (failures - 1)));
    if (openRows().length === 0) showTrouble('share', 'Chưa nhận được bình luận: không nối được với máy chủ, đang thử lại.');
  } else {
    failures = 0;
    showTrouble('share', null);
    if (isAskedAgain && told === 'taken') fillShare();
  }
};

/** Asks for more where little is left. */
export const fillShare = () => {
  if (dry > 0 ? Date.now() - askedAt < AGAIN_MS : failures > 0) return;
  if (isLow(ahead(currentRow()).length)) ask();
};

const active = () => {
  activeAt = Date.now();
  if (!isIdle) return;
  isIdle = false;
  ask();
};

export const startShare = () => {
  // Without scripts the oldest stand here, for everybody the same.
  document.querySelector('.queue')?.replaceChildren();
  document.querySelector('a[rel=next]')?.parentElement?.remove();
  list?.querySelector('.total')?.remove();
  for (const event of ['keydown', 'pointerdown', 'wheel']) document.addEventListener(event, active, { capture: true, passive: true });
  document.addEventListener('visibilitychange', () => {
    // Clocks may have stood still meanwhile.
    if (!document.hidden && !isIdle && isLow(ahead(currentRow()).length)) ask();
  });
  window.addEventListener('pagehide', () => {
    allowed(() => sessionStorage.setItem(LEFT, tab), undefined);
    giveBack();
  });
  window.addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    allowed(() => sessionStorage.removeItem(LEFT), undefined);
    ask();
  });
  // Afterwards there is no session that could give anything back.
  document.querySelector('.sign-out')?.addEventListener('submit', giveBack);
  window.addEventListener('online', ask);
  onSignedIn(ask);
  onCurrent(fillShare);
  afterActs(fillShare);
  // What nobody holds is taken as soon as it is heard of, where there is too little to read.
  onCounts(({ pending, mine }) => {
    if (dry > 0 && pending > mine) askLater(Math.max(0, askedAt + AGAIN_MS - Date.now()));
  });
  ask();
};
