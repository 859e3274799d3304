// Joined behind the widget's glue into one module (`with` in wasm-pack.toml), so `mount` is the
// widget's own: reads the settings of an element, asks for its comments, and starts the widget.

/** @import { At, Host, Load, LoadModule, Participation, RawSettings } from '../types/internal' */

// What a page may set: as attributes, as JSON inside the element, or as options of `mount`.
const SETTINGS = 'endpoint page-id page-url page-title section diacritics comments sort page-size lang theme loading reader-token'.split(
  ' ',
);

// How often to ask for new comments while they are in view, in milliseconds.
const NEWS_EVERY = 30000;

/** @param {Host} element @param {At} at @param {(name: string) => string} kebab */
const settingsOf = (element, at, kebab) => {
  /** @type {RawSettings} */
  const settings = {};
  /** @type {HTMLElement | null} */
  const json = element.querySelector('script[type="application/json"]');
  try {
    for (const [name, value] of Object.entries(json ? JSON.parse(json.textContent) : {})) settings[kebab(name)] = value;
  } catch (error) {
    console.error('binh-luan:', error);
  }
  // Attributes that are no settings are not heeded.
  for (const { name, value } of element.attributes) settings[name] = value;
  // Comments on http://m.bao.vn/bai.html?from=x#y and https://bao.vn/bai.html belong together.
  /** @type {HTMLLinkElement | null} */
  const canonical = document.querySelector('link[rel=canonical]');
  const url = new URL(canonical ? canonical.href : location.href);
  settings.endpoint = at(settings.endpoint || at('/v1/sites/default'), location.href).replace(/\/$/, '');
  settings['page-id'] = String(settings['page-id'] || url.host.replace(/^(www|m|amp)\./, '') + url.pathname.replace(/\/+$/, ''));
  settings['page-url'] = at(settings['page-url'] || url, location.href);
  settings['page-title'] = settings['page-title'] || document.title;
  settings['page-size'] = Math.min(Math.max(parseInt(settings['page-size'], 10) || 20, 1), 100);
  return settings;
};

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
 * @param {(name: string) => string} kebab
 */
export const start = async (element, ready, stillWanted, at, load, loadModule, kebab) => {
  const settings = settingsOf(element, at, kebab);
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
    if (changed.some(({ attributeName }) => attributeName !== 'reader-token')) {
      element.keepsKeyboard = root.activeElement && root.activeElement.id === 'text';
      element.stop();
      if (element.isConnected) element.start();
    } else if (changed.length && participation) {
      participation.askWhoSigns();
    }
  });
  watcher.observe(element, { attributeFilter: SETTINGS, attributeOldValue: true });
  signal.onabort = () => watcher.disconnect();

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
