// News of the desk as they come, by server-sent events; where those fail, the counts are asked for.
import { showCounts } from './counts.mjs';
import { decidedElsewhere } from './elsewhere.mjs';
import { onSignedIn } from './session.mjs';
import { showSignedOut } from './strip.mjs';

/** After so many failures one after the other, counts are asked for until events come again. */
const FAILURES = 3;
const POLL_MS = 20_000;
/** How soon events are asked for again where they were refused; twice as late each time. */
const AGAIN_MS = 3_000;
const AGAIN_AT_MOST_MS = 60_000;
/** A window that nobody sees for so long leaves its connection to others: a browser has few. */
const UNSEEN_MS = 60_000;

/** @type {EventSource | null} */
let source = null;
let failures = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let opening;
/** @type {ReturnType<typeof setInterval> | undefined} */
let polling;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let closing;

const poll = async () => {
  const answer = await fetch('/v1/desk/counts', { headers: { accept: 'application/json' } }).catch(() => null);
  if (answer?.status === 401) {
    stop();
    showSignedOut();
  } else if (answer?.ok) showCounts(await answer.json());
};

const startPolling = () => {
  if (polling !== undefined) return;
  polling = setInterval(poll, POLL_MS);
  poll();
};

const stopPolling = () => {
  clearInterval(polling);
  polling = undefined;
};

const close = () => {
  clearTimeout(opening);
  source?.close();
  source = null;
};

const stop = () => {
  close();
  stopPolling();
};

const failed = () => {
  failures += 1;
  if (failures >= FAILURES) startPolling();
  // Refused: the browser does not try again by itself.
  if (source?.readyState !== EventSource.CLOSED) return;
  close();
  // It says whether somebody is signed in at all.
  poll();
  opening = setTimeout(open, Math.min(AGAIN_AT_MOST_MS, AGAIN_MS * 2 ** (failures - 1)));
};

const open = () => {
  if (source) return;
  const made = new EventSource('/v1/desk/events');
  source = made;
  made.addEventListener('open', () => {
    failures = 0;
    stopPolling();
  });
  made.addEventListener('error', failed);
  made.addEventListener('counts', ({ data }) => showCounts(JSON.parse(data)));
  made.addEventListener('decided', ({ data }) => decidedElsewhere(JSON.parse(data)));
  made.addEventListener('signed_out', () => {
    stop();
    showSignedOut();
  });
};

const restart = () => {
  stop();
  failures = 0;
  open();
};

export const startNews = () => {
  open();
  onSignedIn(restart);
  window.addEventListener('online', restart);
  window.addEventListener('offline', stop);
  window.addEventListener('pagehide', stop);
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) restart();
  });
  document.addEventListener('visibilitychange', () => {
    clearTimeout(closing);
    if (!document.hidden) open();
    else {
      closing = setTimeout(() => {
        close();
        startPolling();
      }, UNSEEN_MS);
    }
  });
};
