// /embed without a new page: each choice shows at once, and code is copied at a press. Without it
// the form asks for the page again, and the code is selected by hand.
(() => {
  'use strict';
  const form = /** @type {HTMLFormElement | null} */ (document.getElementById('settings'));
  const told = document.getElementById('told');
  if (!form || !told) return;
  document.documentElement.classList.add('scripted');

  // What the page shows of another set of choices comes into this one. The browser reads the page as
  // a document that runs nothing, so no markup is made from a string here.
  /** @param {Document} answer */
  const show = (answer) => {
    const [live, fresh] = [document, answer].map((page) => page.getElementById('live'));
    if (!live || !fresh) return;
    live.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
    const [stage, wanted] = [document, answer].map((page) => page.getElementById('stage'));
    const [trial, settings] = [document, answer].map((page) => page.getElementById('trial'));
    if (!stage || !wanted || !trial || !settings) return;
    stage.dataset.theme = wanted.dataset.theme;
    for (const name of ['endpoint', 'theme', 'lang', 'diacritics']) {
      const value = settings.getAttribute(name);
      if (value === trial.getAttribute(name)) continue;
      if (value === null) trial.removeAttribute(name);
      else trial.setAttribute(name, value);
    }
  };

  /** @type {XMLHttpRequest | undefined} */
  let asking;
  const ask = () => {
    asking?.abort();
    const request = new XMLHttpRequest();
    asking = request;
    const query = new URLSearchParams(/** @type {any} */ (new FormData(form)));
    const address = `${form.action}?${query}`;
    request.open('GET', address);
    request.responseType = 'document';
    request.onload = () => {
      if (!request.responseXML?.getElementById('live')) return request.onerror?.(new ProgressEvent('error'));
      history.replaceState(null, '', address);
      told.textContent = '';
      show(request.responseXML);
    };
    request.onerror = () => {
      told.textContent = 'Máy chủ không trả lời; mã bên trên là của lựa chọn trước.';
    };
    request.send();
  };

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let typing;
  form.addEventListener('input', ({ target }) => {
    const field = /** @type {HTMLInputElement} */ (target);
    // Whoever writes an id means it.
    /** @type {HTMLInputElement | null} */
    const own = form.querySelector('[name=rule][value=own]');
    if (own && field.id === 'id') own.checked = true;
    clearTimeout(typing);
    typing = setTimeout(ask, 150);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(typing);
    ask();
  });

  // Browsers refuse the clipboard to pages that came without encryption; then the code is selected.
  document.addEventListener('click', async ({ target }) => {
    const button = /** @type {Element} */ (target).closest('[data-copy]');
    const code = button && document.getElementById(button.getAttribute('data-copy') || '');
    if (!code) return;
    try {
      await navigator.clipboard.writeText(code.textContent || '');
      told.textContent = 'Đã chép.';
    } catch {
      getSelection()?.selectAllChildren(code);
      told.textContent = 'Mã đã được chọn: nhấn Ctrl+C để chép.';
    }
    for (const other of document.querySelectorAll('.copied')) other.classList.remove('copied');
    button.classList.add('copied');
  });
})();
