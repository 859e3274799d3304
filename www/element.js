// Joined behind the widget's glue into one module (`with` in wasm-pack.toml), so `mount` is the
// widget's own: draws the beginning of an element's form, and starts the widget.

/** @import { Ask, At, Host, Load, LoadModule, Participation, RawSettings } from '../types/internal' */

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

// A node below `parent`, which src/view/widget.view knows by its tag and id.
/** @type {(parent: Node, tag: string, id?: string, name?: string, text?: string) => any} */
const put = (parent, tag, id, name, text) => {
  const node = document.createElement(tag);
  node.id = id || '';
  node.className = name || '';
  node.textContent = text || '';
  return parent.appendChild(node);
};

// One for all elements. A constructed style sheet passes a strict `style-src`, where a `<style>` would
// not; where a browser knows none the widget is plain, and works.
/** @type {CSSStyleSheet | undefined} */
let sheet;
/** @param {ShadowRoot} root */
const dress = (root) => {
  if (!document.adoptedStyleSheets) return;
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync('style:src/view/widget.css');
  }
  root.adoptedStyleSheets = [sheet];
};

// The beginning of the form is there before the wasm, to be written in. The widget completes it
// without moving a node, so that text, caret and keyboard stay where they are.
/** @type {(element: Host, root: ShadowRoot) => void} */
const drawForm = (element, root) => {
  root.replaceChildren();
  const section = put(root, 'section', '', 'widget');
  section.lang = 'vi';
  put(put(section, 'h2', 'heading'), 'span', '', '', 'Bình luận');
  const form = put(put(section, 'div', 'form-place'), 'form', 'form');
  put(form, 'p', 'notice', 'notice', 'Ý kiến của bạn sẽ được biên tập trước khi đăng. Xin vui lòng gõ tiếng Việt có dấu');
  put(form, 'label', '', 'label', 'Ý kiến của bạn').htmlFor = 'text';
  put(form, 'textarea', 'text', 'input');
  put(form, 'div', '', 'under');
  put(put(form, 'div', '', 'row'), 'button', 'send', 'send', 'Gửi bình luận');
  // A press waits for what sends; where that could not be had, it tries again.
  form.onsubmit = () => {
    element.pressed = true;
    element.start();
    return false;
  };
};

// Lets the browser paint, and the page do what it has to, before `then`.
/** @param {() => void} then */
const later = (then) => {
  setTimeout(then);
};

// What an answer says; nothing where it is of no use.
/** @type {(answer: Promise<Response>) => Promise<unknown>} */
const read = (answer) => answer.then((response) => (response.ok ? response.json() : undefined)).catch(() => {});

// `ready` is the wasm on its way; `stillWanted` tells whether the element is still waiting; `first` is
// the answer with the first comments; the rest are the loader's own.
/**
 * @param {Host} element
 * @param {Promise<unknown>} ready
 * @param {() => boolean} stillWanted
 * @param {At} at
 * @param {Load} load
 * @param {LoadModule} loadModule
 * @param {RawSettings} settings
 * @param {Ask} ask
 * @param {Promise<Response>} [first]
 */
export const start = async (element, ready, stillWanted, at, load, loadModule, settings, ask, first) => {
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
  /** @param {string} sort @param {string} [cursor] @param {string} [parent] */
  const list = (sort, cursor, parent) =>
    read(
      ask(
        `${settings.endpoint}/comments?${new URLSearchParams({
          page_id: settings['page-id'],
          sort,
          limit: settings['page-size'],
          ...(parent && { parent_id: parent }),
          ...(cursor && { cursor }),
        })}`,
      ),
    );
  const firstPage = first && read(first);
  const words = settings.lang === 'en' && fetch(at('asset:words-en.txt'), { integrity: 'integrity:words-en.txt' });

  // Other settings, another widget. All that change together arrive here together; the keyboard
  // stays in the text.
  const leaving = new AbortController();
  const { signal } = leaving;
  /** @type {Participation | undefined} */
  let participation;
  let isMounted = false;
  const watcher = new MutationObserver((changes) => {
    const changed = changes.filter(
      ({ attributeName, oldValue }) => element.getAttribute(/** @type {string} */ (attributeName)) !== oldValue,
    );
    if (changed.some(({ attributeName }) => !/^(theme|reader-token)$/.test(attributeName || ''))) {
      element.keepsKeyboard = root.activeElement && root.activeElement.id === 'text';
      if (!isMounted) {
        // What was typed so far is this article's.
        keepText();
        element.showFallback(root);
      }
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

  // What stands inside the element is what the page wants its readers to see till the widget is there.
  const inside = (/** @type {string} */ name) => /** @type {HTMLInputElement | null} */ (element.querySelector(`[name=${name}]`));
  const begunText = /** @type {HTMLTextAreaElement | null} */ (inside('text'));
  let composes = false;
  for (const type of ['compositionupdate', 'compositionend'])
    element.addEventListener(
      type,
      () => {
        composes = type !== 'compositionend';
      },
      { signal },
    );
  dress(root);
  const standsInside = element.querySelector(':not(script)');
  if (!root.getElementById('form') && sheet && settings.lang !== 'en' && !standsInside) {
    drawForm(element, root);
    look();
  }
  const drawn = /** @type {HTMLTextAreaElement | null} */ (root.getElementById('text'));
  // Room is kept for the comments, by us or by the page's own styles.
  const { minHeight } = element.style;
  const hold = (/** @type {boolean} */ isHeld) => {
    /** @type {HTMLElement} */ (root.firstElementChild).style.minHeight = isHeld && !standsInside ? '100vh' : '';
    element.style.minHeight = isHeld ? minHeight : '0';
  };
  hold(true);
  // None for what does not come.
  ready.catch(() => hold(false));
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
  // Until the module that keeps drafts is there, a text is kept when the reader leaves.
  const keepText = () => {
    const field = /** @type {HTMLTextAreaElement | null} */ (root.getElementById('text'));
    // The form of another article may stand here by now.
    if (participation || !field?.value || (drawn && drawn !== field)) return;
    try {
      localStorage.setItem(drawer('typed'), JSON.stringify({ v: 1, text: field.value }));
    } catch {
      /* Blocked storage keeps nothing. */
    }
  };
  addEventListener('pagehide', keepText, { signal });
  document.addEventListener('visibilitychange', keepText, { signal });

  await ready;
  if (words) settings.words = await (await words).text();
  // A word that is being composed in the plain form is done first, and a press there as well.
  if (composes || (begunText && element.matches(':active')))
    await new Promise((done) => {
      for (const type of ['compositionend', 'pointerup']) addEventListener(type, () => setTimeout(done), { once: true });
      setTimeout(done, 3000);
    });
  if (!stillWanted()) {
    keepText();
    return leaving.abort();
  }
  // What was begun in the plain form inside the element, or in the beginning of ours, goes on.
  const wasInside = begunText && document.activeElement === begunText;
  settings.liked = idsIn(kept('liked'));
  settings.kept = !!(kept('draft') || kept('own') || kept('typed') || drawn?.value || root.activeElement);
  for (const name of ['text', 'name', 'email']) {
    const field = inside(name);
    if (field?.value) {
      settings['begun-' + name] = field.value;
      settings.kept = true;
    }
  }
  // Old libraries have a `remove` of their own, which wants a parent.
  if (drawn && element.slotted.parentNode) element.slotted.remove();
  isMounted = true;
  /** @param {(later: any) => any} then */
  const whenLoaded = (then) =>
    loadModule('asset:later.js', 'integrity:later.js')
      .then(then)
      .catch((error) => console.warn('binh-luan:', error));
  const widget = mount(element, root, settings, settings.liked, firstPage, {
    list,
    read: (answer, then) => answer.then((page) => later(() => then(page))),
    later,
    comment: (id) => read(ask(`${settings.endpoint}/comments/${encodeURIComponent(id)}`)),
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
      whenLoaded((later) => later.participate(at, load, element, signal, mountedIn, given, policy))
        .then((started) => (participation = started))
        .then(then),
    react: (mountedIn, given, button, then) =>
      whenLoaded((later) => later.react(at, load, element, signal, mountedIn, given, button)).then(then),
  });
  look();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', look, { signal });
  // Pages that change their colors themselves say so there, and may take their time.
  for (const dressed of [document.documentElement, document.body]) dresser.observe(dressed, { attributes: true });
  const text = /** @type {HTMLTextAreaElement} */ (root.getElementById('text'));
  if (settings['begun-text']) text.value = settings['begun-text'];
  if (wasInside) {
    text.focus({ preventScroll: true });
    text.setSelectionRange(begunText.selectionStart, begunText.selectionEnd, begunText.selectionDirection);
    text.scrollTop = begunText.scrollTop;
  } else if (element.keepsKeyboard) text.focus();
  element.keepsKeyboard = false;
  // Taken over once, not again by the next widget.
  for (const name of ['text', 'name', 'email']) {
    const field = inside(name);
    if (field) field.value = '';
  }
  /** @type {HTMLElement} */ (root.getElementById('form')).onsubmit = null;
  if (element.pressed) /** @type {HTMLElement} */ (root.getElementById('send')).click();
  element.pressed = false;
  // The room is given up when nobody sees that, or the reader does something. Not tried out: the page
  // would end higher for a moment, and scroll back under the reader's finger.
  const settled = new AbortController();
  const settle = (/** @type {Partial<Event>} */ { type }) => {
    const { children } = /** @type {HTMLElement} */ (root.firstElementChild);
    if (type === 'scroll' && ![...children].some((child) => child.getBoundingClientRect().bottom >= innerHeight)) return;
    hold(false);
    settled.abort();
  };
  hold(true);
  Promise.resolve(firstPage).then(() => {
    settle({ type: 'scroll' });
    // Of a signal that is aborted already nothing is heard.
    for (const type of ['scroll', 'click', 'keydown']) addEventListener(type, settle, { signal: settled.signal, passive: true });
  });

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
      settled.abort();
      element.style.minHeight = minHeight;
      clearInterval(timer);
      leaving.abort();
      widget.destroy();
    },
  };
};
