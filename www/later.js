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

export const participate = async (at, load, element, root, settings, policy) => {
  const module = await loadReady(
    load,
    'asset:participation.js', 'integrity:participation.js',
    'asset:participation.wasm', 'integrity:participation.wasm',
  );
  return module.participate(root, settings, policy, {
    tables: () => bytes(at('asset:check.tables'), 'integrity:check.tables'),
    // A page may hand over the token itself, or a function that answers with a fresh one.
    token: async () => {
      const given = element.readerToken || settings['reader-token'];
      return given && given.call ? given() : given;
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
