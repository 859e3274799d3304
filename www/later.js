// What is loaded after the first view, with its names and hashes, which the loader need not carry.
// `load` and `at` are the loader's own.

export const participate = async (load, at, root, settings, policy) => {
  const module = await load(
    'asset:participation.js', 'integrity:participation.js',
    'asset:participation.wasm', 'integrity:participation.wasm',
  );
  return module.participate(root, settings, policy);
};
