// What is loaded after the first view, with its names and hashes, which the loader need not carry.
// `load` and `at` are the loader's own.

const bytes = async (url, integrity) => {
  const response = await fetch(url, { integrity });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
};

// A module, its wasm ready.
const loadReady = async (load, ...names) => {
  const { module, ready } = await load(...names);
  await ready;
  return module;
};

// `signal` tells that the widget was taken down meanwhile.
export const participate = async (at, load, element, signal, root, settings, policy) => {
  const module = await loadReady(
    load,
    'asset:participation.js', 'integrity:participation.js',
    'asset:participation.wasm', 'integrity:participation.wasm',
  );
  if (signal.aborted) return undefined;
  return module.participate(root, settings, policy, {
    tables: () => bytes(at('asset:check.tables'), 'integrity:check.tables'),
    // A page may hand over the token itself, or a function that answers with a fresh one. One that
    // answers never is given up like an endpoint that does.
    token: async () => {
      const given = element.readerToken || element.getAttribute('reader-token') || settings['reader-token'];
      return typeof given === 'function'
        ? Promise.race([given(), new Promise((_, reject) => { setTimeout(reject, 20000, new Error('no token came')); })])
        : given;
    },
    restorer: async () => {
      const model = bytes(at('asset:restore.model'), 'integrity:restore.model');
      model.catch(() => {});
      const restorer = await loadReady(
        load,
        'asset:restorer.js', 'integrity:restorer.js',
        'asset:restorer.wasm', 'integrity:restorer.wasm',
      );
      return new restorer.Restorer(await model);
    },
    decoder: () => loadReady(
      load,
      'asset:decoder.js', 'integrity:decoder.js',
      'asset:decoder.wasm', 'integrity:decoder.wasm',
    ),
    typing: async (field, method) => {
      const typing = await loadReady(
        load,
        'asset:typing.js', 'integrity:typing.js',
        'asset:typing.wasm', 'integrity:typing.wasm',
      );
      return typing.help(field, method);
    },
  });
};
