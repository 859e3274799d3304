// What is loaded after the first view, with its names and hashes, which the loader need not carry.
// `load` and `at` are the loader's own.

/** @import { At, Host, Load, RawSettings, Reactions } from '../types/internal' */

/** @param {string} url @param {string} integrity */
const bytes = async (url, integrity) => {
  const response = await fetch(url, { integrity });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
};

// A module, its wasm ready.
/** @param {Load} load @param {Parameters<Load>} names */
const loadReady = async (load, ...names) => {
  const { module, ready } = await load(...names);
  await ready;
  return module;
};

// Where the keys begin that were pressed up to the caret since the text was `before`; the caret if
// none were. Letters that no key types came from the system's own input method.
/** @param {string} before @param {HTMLTextAreaElement} field */
const typedFrom = (before, { value, selectionStart: caret, selectionEnd }) => {
  const kept = before.length - (value.length - caret);
  if (caret !== selectionEnd || kept < 0 || before.slice(kept) !== value.slice(caret)) return caret;
  let from = 0;
  while (from < kept && from < caret && before[from] === value[from]) from += 1;
  return /^[ -~\n]*$/.test(value.slice(from, caret)) ? from : caret;
};

// A page may hand over the token itself, or a function that answers with a fresh one. One that
// answers never is given up like an endpoint that does. What is no token, such as the source of a
// function in an attribute, or the page where one signs in, is nothing to send.
/** @type {(element: Host, settings: RawSettings) => () => Promise<unknown>} */
const tokens = (element, settings) => async () => {
  const given = element.readerToken || element.getAttribute('reader-token') || settings['reader-token'];
  const token = await (typeof given === 'function'
    ? Promise.race([
        given(),
        new Promise((_, reject) => {
          setTimeout(() => reject(new Error('no token came')), 20000);
        }),
      ])
    : given);
  if (!token || /^[\w-]+(\.[\w-]+){2}$/.test(token)) return token;
  console.error('binh-luan: the reader token is no JWT and is not sent; a function goes into the property readerToken');
  return '';
};

// Likes and reports of each mounted widget, on their way or there.
/** @type {WeakMap<AbortSignal, Promise<Reactions | undefined>>} */
const reacting = new WeakMap();

/** @type {(load: Load, element: Host, signal: AbortSignal, root: ShadowRoot, settings: RawSettings) => Promise<Reactions | undefined>} */
const startReacting = async (load, element, signal, root, settings) => {
  const module = await loadReady(load, 'asset:reactions.js', 'integrity:reactions.js', 'asset:reactions.wasm', 'integrity:reactions.wasm');
  if (signal.aborted) return undefined;
  /** @type {Reactions} */
  const reactions = module.react(root, settings, { token: tokens(element, settings) });
  // Whoever was signed in and is no longer must not become a guest unseen, unless the page says so.
  const signing = new MutationObserver(() => reactions.forgetSigner());
  signing.observe(element, { attributeFilter: ['reader-token'] });
  signal.addEventListener('abort', () => {
    signing.disconnect();
    reactions.destroy();
  });
  return reactions;
};

// Does what a press on `button` asks for; the rest as below.
/**
 * @param {At} _at
 * @param {Load} load
 * @param {Host} element
 * @param {AbortSignal} signal
 * @param {ShadowRoot} root
 * @param {RawSettings} settings
 * @param {HTMLElement} button
 */
export const react = async (_at, load, element, signal, root, settings, button) => {
  const begun = reacting.get(signal) || startReacting(load, element, signal, root, settings);
  reacting.set(signal, begun);
  try {
    const reactions = await begun;
    if (reactions) reactions.press(button);
    return true;
  } catch (error) {
    // The next press tries again.
    reacting.delete(signal);
    throw error;
  }
};

// The first `count` characters.
/** @param {string} text @param {number} count */
const firstOf = (text, count) => [...text].slice(0, count).join('');

// What led this one reader here is not the article's address.
/** @param {URL} url */
const articleOf = (url) => {
  url.hash = '';
  for (const name of [...url.searchParams.keys()]) if (/^(utm_|fbclid|gclid|zarsrc)/.test(name)) url.searchParams.delete(name);
  return url.href;
};

// `signal` tells that the widget was taken down meanwhile.
/**
 * @param {At} at
 * @param {Load} load
 * @param {Host} element
 * @param {AbortSignal} signal
 * @param {ShadowRoot} root
 * @param {RawSettings} settings
 * @param {unknown} policy
 */
export const participate = async (at, load, element, signal, root, settings, policy) => {
  const module = await loadReady(
    load,
    'asset:participation.js',
    'integrity:participation.js',
    'asset:participation.wasm',
    'integrity:participation.wasm',
  );
  // Not under a press: the fields that come move the buttons.
  for (let tries = 0; tries < 100 && root.querySelector(':active'); tries += 1) {
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
  if (signal.aborted) return undefined;
  // As long as an endpoint takes them; nobody would know why a comment was refused.
  settings['page-title'] = firstOf(settings['page-title'], 300);
  if (settings.section) settings.section = firstOf(settings.section, 100);
  // Where nobody named it.
  if (settings['page-url'] instanceof URL) settings['page-url'] = articleOf(settings['page-url']);
  // For an endpoint that takes the canonical address for another house's.
  settings['own-url'] = articleOf(new URL(/^about:/.test(location.href) ? document.baseURI : location.href));
  return module.participate(root, settings, policy, {
    tables: () => bytes(at('asset:check.tables'), 'integrity:check.tables'),
    token: tokens(element, settings),
    restorer: async () => {
      const model = bytes(at('asset:restore.model'), 'integrity:restore.model');
      model.catch(() => {});
      const restorer = await loadReady(
        load,
        'asset:restorer.js',
        'integrity:restorer.js',
        'asset:restorer.wasm',
        'integrity:restorer.wasm',
      );
      return new restorer.Restorer(await model);
    },
    decoder: () => loadReady(load, 'asset:decoder.js', 'integrity:decoder.js', 'asset:decoder.wasm', 'integrity:decoder.wasm'),
    typing: async (/** @type {HTMLTextAreaElement} */ field, /** @type {string} */ method) => {
      const { value: before } = field;
      const waiting = new AbortController();
      let composes = false;
      field.addEventListener(
        'compositionupdate',
        () => {
          composes = true;
        },
        { signal: waiting.signal },
      );
      try {
        const typing = await loadReady(load, 'asset:typing.js', 'integrity:typing.js', 'asset:typing.wasm', 'integrity:typing.wasm');
        // What was typed while this was on its way is keys too, unless the system's own input method is at work.
        const help = typing.help(field, method, composes ? field.selectionStart : typedFrom(before, field));
        if (!help) throw new Error(`no typing help for ${method}`);
        // Other fields for words, such as the name, have it when somebody writes there.
        const helps = new Map([[field, help]]);
        const done = new AbortController();
        root.addEventListener(
          'focusin',
          ({ target }) => {
            const other = /** @type {HTMLTextAreaElement} */ (target);
            if (!helps.has(other) && other.matches('textarea, input:not([type])'))
              helps.set(other, typing.help(other, method, other.selectionStart));
          },
          { signal: done.signal },
        );
        return {
          destroy() {
            done.abort();
            for (const one of helps.values()) one.destroy();
          },
        };
      } finally {
        waiting.abort();
      }
    },
  });
};
