// Adds the loader at a button's press, twice, as two careless templates would.
// Pages that require Trusted Types need a policy before they may set a script's address.
const policy = { createScriptURL: (/** @type {string} */ address) => address };
const addresses = window.trustedTypes?.createPolicy('late-loader', policy) ?? policy;

document.querySelector('#add')?.addEventListener('click', () => {
  for (let copy = 0; copy < 2; copy += 1) {
    const script = document.createElement('script');
    script.src = addresses.createScriptURL('/binh-luan.js');
    document.head.append(script);
  }
});
