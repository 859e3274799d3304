// Joined behind the widget's glue into one module (`with` in wasm-pack.toml), so `mount` is the
// widget's own: asks for the comments of an element, and starts the widget.

/** @import { At, Host, Load, LoadModule, Participation, RawSettings } from '../types/internal' */

// What a page may set: as attributes, as JSON inside the element, or as options of `mount`.
const SETTINGS = 'endpoint page-id page-url page-title section diacritics comments sort page-size lang theme loading reader-token'.split(
  ' ',
);

// What is said of a field by events that the page could hear.
const GUARDED = 'keydown keypress keyup input paste copy cut contextmenu selectstart mousedown touchstart touchend'.split(' ');

// How often to ask for new comments while they are in view, in milliseconds.
const NEWS_EVERY = 30000;

// The ids of liked comments: versioned JSON, or what once stood between separators.
/** @param {string} entry @returns {string[]} */
const idsIn = (entry) => {
  try {
    return JSON.parse(entry).ids || [entry];
  } catch {
    return entry.split('\x1f');
  }
};

// `ready` is the wasm on its way; `stillWanted` tells whether the element is still waiting; the rest
// are the loader's own.
/**
 * @param {Host} element
 * @param {Promise<unknown>} ready
 * @param {() => boolean} stillWanted
 * @param {At} at
 * @param {Load} load
 * @param {LoadModule} loadModule
 * @param {RawSettings} settings
 */
export const start = async (element, ready, stillWanted, at, load, loadModule, settings) => {
  const root = element.shadowRoot;
  // What this device keeps for the article: `draft`, `own` comments, `liked` ones, and what was `typed`
  // before the module that keeps drafts was there.
  /** @param {string} kind */
  const drawer = (kind) => `binh-luan:${kind}:${settings.endpoint} ${settings['page-id']}`;
  /** @param {string} kind */
  const kept = (kind) => {
    try {
      return localStorage.getItem(drawer(kind)) || '';
    } catch {
      return '';
    }
  };
  // No answer within 20 seconds means that none will come.
  /** @param {string} path */
  const ask = (path) => fetch(settings.endpoint + path, AbortSignal.timeout ? { signal: AbortSignal.timeout(20000) } : {});
  /** @param {string} sort @param {string} [cursor] @param {string} [parent] */
  const list = (sort, cursor, parent) =>
    ask(
      `/comments?${new URLSearchParams({
        page_id: settings['page-id'],
        sort,
        limit: settings['page-size'],
        ...(parent && { parent_id: parent }),
        ...(cursor && { cursor }),
      })}`,
    );
  // Asked for now, so that the comments travel together with the code that shows them.
  const first = settings.comments === 'off' ? undefined : list(['oldest', 'most_liked'].includes(settings.sort) ? settings.sort : 'newest');
  if (first) first.catch(() => {});
  const words = settings.lang === 'en' && fetch(at('asset:words-en.txt'), { integrity: 'integrity:words-en.txt' });

  // Other settings, another widget. All that change together arrive here together; the keyboard
  // stays in the text.
  const leaving = new AbortController();
  const { signal } = leaving;
  /** @type {Participation | undefined} */
  let participation;
  const watcher = new MutationObserver((changes) => {
    const changed = changes.filter(
      ({ attributeName, oldValue }) => element.getAttribute(/** @type {string} */ (attributeName)) !== oldValue,
    );
    if (changed.some(({ attributeName }) => !/^(theme|reader-token)$/.test(attributeName || ''))) {
      element.keepsKeyboard = root.activeElement && root.activeElement.id === 'text';
      element.stop();
      if (element.isConnected) element.start();
    } else if (changed.length) {
      look();
      if (participation) participation.askWhoSigns();
    }
  });
  // `auto` follows the page, not the device: where the text around the element is light, the page is
  // dark.
  const look = () => {
    const section = /** @type {HTMLElement | null} */ (root.firstElementChild);
    const { color } = getComputedStyle(element);
    const [first, second, third] = (color.match(/[\d.]+/g) || [0]).map(Number);
    const isLight = /^r/.test(color) ? first + second + third > 382 : first > (/^l/.test(color) ? 50 : 0.5);
    const wanted = element.getAttribute('theme') || settings.theme;
    if (section) section.dataset.theme = /^(light|dark)$/.test(wanted) ? wanted : isLight ? 'dark' : 'light';
  };
  const dresser = new MutationObserver(() => {
    look();
    setTimeout(look, 999);
  });
  watcher.observe(element, { attributeFilter: SETTINGS, attributeOldValue: true });
  signal.onabort = () => {
    watcher.disconnect();
    dresser.disconnect();
  };

  await ready;
  if (words) settings.words = await (await words).text();
  if (!stillWanted()) return leaving.abort();
  // What was begun in the plain form inside the element goes on in the widget's.
  const activeElement = /** @type {HTMLInputElement} */ (document.activeElement);
  settings.liked = idsIn(kept('liked'));
  settings.kept = !!(kept('draft') || kept('own') || kept('typed'));
  for (const name of ['text', 'name', 'email']) {
    /** @type {HTMLInputElement | null} */
    const field = element.querySelector(`[name=${name}]`);
    if (field?.value) {
      settings['begun-' + name] = field.value;
      settings.kept = true;
      // Taken over once, not again by the next widget.
      field.value = '';
    }
  }
  const wasInside = element.keepsKeyboard || (element.contains(activeElement) && activeElement.name === 'text');
  element.keepsKeyboard = false;
  // The form is on the screen before the comments are drawn: it is what a writer waits for.
  const afterForm = first?.then(
    (answer) =>
      new Promise((resolve) => {
        const go = () => setTimeout(resolve, 0, answer);
        if (document.hidden) go();
        else requestAnimationFrame(go);
      }),
  );
  const widget = mount(element, root, settings, settings.liked, afterForm, {
    list,
    read: (answer, then) =>
      answer
        .then((response) => (response.ok ? response.json() : undefined))
        .catch(() => {})
        .then(then),
    comment: (id) => ask(`/comments/${encodeURIComponent(id)}`),
    // A link is followed once, not by each widget that is drawn for other settings.
    linked: () => {
      const found = first && element.followed !== location.hash && /^#binh-luan-(.+)/.exec(location.hash);
      element.followed = location.hash;
      try {
        return found ? decodeURIComponent(found[1]) : undefined;
      } catch {
        // Not an address that a comment of ours ever had.
        return undefined;
      }
    },
    isAlone: () => document.querySelectorAll('binh-luan').length === 1,
    participate: (mountedIn, given, policy, then) =>
      loadModule('asset:later.js', 'integrity:later.js')
        .then((later) => later.participate(at, load, element, signal, mountedIn, given, policy))
        .then((started) => (participation = started))
        .catch((error) => console.warn('binh-luan:', error))
        .then(then),
  });
  look();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', look, { signal });
  // Pages that change their colors themselves say so there, and may take their time.
  for (const dressed of [document.documentElement, document.body]) dresser.observe(dressed, { attributes: true });
  // The page sees this element where its reader is in a field, and its shortcuts and its bans on
  // copying would hit what is being written. What leads out of a field goes on.
  for (const type of GUARDED) {
    root.addEventListener(
      type,
      (event) => {
        const { target, key } = /** @type {any} */ (event);
        if (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !/^(Escape|Tab)$/.test(key)) event.stopPropagation();
      },
      { signal, passive: true },
    );
  }
  const text = /** @type {HTMLTextAreaElement} */ (root.getElementById('text'));
  if (settings['begun-text']) text.value = settings['begun-text'];
  if (wasInside) text.focus();

  // Until the module that keeps drafts is there, a text is kept when the reader leaves.
  const keepText = () => {
    const { value } = text;
    if (participation || !value) return;
    try {
      localStorage.setItem(drawer('typed'), JSON.stringify({ v: 1, text: value }));
    } catch {
      /* Blocked storage keeps nothing. */
    }
  };
  addEventListener('pagehide', keepText, { signal });
  document.addEventListener('visibilitychange', keepText, { signal });
  addEventListener(
    'hashchange',
    () => {
      element.followed = '';
      widget.showLinked();
    },
    { signal },
  );
  // An unchanged list costs no body: the browser asks with the tag of the one it has.
  const timer =
    first &&
    setInterval(() => {
      const { top, bottom } = element.getBoundingClientRect();
      if (!document.hidden && top < innerHeight && bottom > 0) widget.refresh(list('newest'));
    }, NEWS_EVERY);
  return {
    destroy() {
      keepText();
      clearInterval(timer);
      leaving.abort();
      widget.destroy();
    },
  };
};
