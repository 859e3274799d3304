// What is loaded after the first view, with its names and hashes, which the loader need not carry.
// `load` and `at` are the loader's own.

/** @import { At, Host, Load, RawSettings } from '../types/internal' */

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
  return module.participate(root, settings, policy, {
    tables: () => bytes(at('asset:check.tables'), 'integrity:check.tables'),
    // A page may hand over the token itself, or a function that answers with a fresh one. One that
    // answers never is given up like an endpoint that does.
    token: async () => {
      const given = element.readerToken || element.getAttribute('reader-token') || settings['reader-token'];
      return typeof given === 'function'
        ? Promise.race([
            given(),
            new Promise((_, reject) => {
              setTimeout(reject, 20000, new Error('no token came'));
            }),
          ])
        : given;
    },
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
        return help;
      } finally {
        waiting.abort();
      }
    },
  });
};
