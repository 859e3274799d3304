// The one script a page includes: defines the elements, waits until the reader comes near, and
// only then loads the widget. Everything a reader sees inside <binh-luan> is drawn by the widget.
(() => {
  const script = document.currentScript || document.querySelector('script[src*="binh-luan.js"]');
  const at = (path, base = script.src) => new URL(path, base).href;
  // What a page may set: as attributes, as JSON inside the element, or as options of `mount`.
  const names = ['endpoint', 'page-id', 'page-url', 'page-title', 'section', 'diacritics',
    'comments', 'sort', 'page-size', 'lang', 'theme', 'loading'];
  const kebab = (name) => name.replace(/[A-Z]/g, (letter) => '-' + letter.toLowerCase());
  const fields = ['text', 'name', 'email'];

  // Imports a module of this build; the preload makes the browser check it against its hash.
  const importModule = async (path, integrity) => {
    const link = document.createElement('link');
    Object.assign(link, { rel: 'modulepreload', href: at(path), integrity, crossOrigin: '' });
    document.head.append(link);
    try {
      return await import(link.href);
    } finally {
      link.remove();
    }
  };

  // A module with its wasm; both come from one build, and neither waits for the other.
  const loaded = {};
  const load = (js, jsHash, wasm, integrity) => loaded[js] || (loaded[js] = (async () => {
    const bytes = fetch(at(wasm), { integrity });
    bytes.catch(() => {});
    const module = await importModule(js, jsHash);
    await module.default({ module_or_path: bytes });
    return module;
  })().catch((error) => {
    delete loaded[js];
    throw error;
  }));

  const later = () => importModule('asset:later.js', 'integrity:later.js');
  // What the widget asks for when the reader does more than read.
  const parts = {
    participate: async (...widget) => (await later()).participate(load, at, ...widget),
  };

  const settingsOf = (element) => {
    const settings = {};
    const json = element.querySelector('script[type="application/json"]');
    try {
      for (const [name, value] of Object.entries(json ? JSON.parse(json.textContent) : {})) settings[kebab(name)] = value;
    } catch (error) {
      console.error('binh-luan: the settings inside the element are not valid JSON', error);
    }
    for (const name of names) if (element.hasAttribute(name)) settings[name] = element.getAttribute(name);
    // Comments on http://m.bao.vn/bai.html?from=x#y and https://bao.vn/bai.html belong together.
    const canonical = document.querySelector('link[rel=canonical]');
    const url = new URL(canonical ? canonical.href : location.href);
    settings.endpoint = at(settings.endpoint || at('/v1/sites/default'), location.href).replace(/\/$/, '');
    settings['page-id'] = settings['page-id'] || url.host.replace(/^(www|m|amp)\./, '') + url.pathname.replace(/\/+$/, '');
    settings['page-url'] = at(settings['page-url'] || url, location.href);
    settings['page-title'] = settings['page-title'] || document.title;
    settings['page-size'] = Math.min(Math.max(parseInt(settings['page-size'], 10) || 20, 1), 100);
    return settings;
  };

  // Whether this device keeps a draft or a sent comment for the article.
  const keeps = (settings) => {
    try {
      return ['draft', 'own'].some((kind) => localStorage.getItem(`binh-luan:${kind}:${settings.endpoint} ${settings['page-id']}`));
    } catch {
      return false;
    }
  };

  const near = 'IntersectionObserver' in window && new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) entry.target.start();
  }, { rootMargin: '600px' });

  class BinhLuanElement extends HTMLElement {
    static get observedAttributes() { return names; }

    connectedCallback() {
      if (!this.shadowRoot) {
        // What stands inside the element shows through the slot until the widget takes its place.
        this.attachShadow({ mode: 'open' }).append(document.createElement('slot'));
      }
      if (near && this.getAttribute('loading') !== 'eager') near.observe(this);
      else this.start();
    }

    disconnectedCallback() {
      if (near) near.unobserve(this);
      // Moving the element within the page disconnects it for a moment only.
      queueMicrotask(() => this.isConnected || this.stop());
    }

    attributeChangedCallback(name, before, after) {
      if (!this.started || before === after || this.restarting) return;
      this.restarting = true;
      queueMicrotask(() => {
        this.restarting = false;
        this.stop();
        if (this.isConnected) this.start();
      });
    }

    async start() {
      if (this.started) return;
      const turn = this.started = {};
      if (near) near.unobserve(this);
      const settings = settingsOf(this);
      // Asked for now, so that the comments travel together with the code that shows them.
      const list = settings.comments === 'off' ? undefined : fetch(settings.endpoint + '/comments?' + new URLSearchParams({
        page_id: settings['page-id'], sort: settings.sort || 'newest', limit: settings['page-size'],
      }));
      if (list) list.catch(() => {});
      try {
        const words = settings.lang === 'en' && fetch(at('asset:words-en.txt'), { integrity: 'integrity:words-en.txt' });
        const widget = await load('asset:widget.js', 'integrity:widget.js', 'asset:widget.wasm', 'integrity:widget.wasm');
        if (words) settings.words = await (await words).text();
        if (this.started !== turn) return;
        // What was begun in the plain form inside the element goes on in the widget's.
        const begun = fields.map((name) => [name, this.querySelector(`[name=${name}]`)]).filter(([, field]) => field);
        const { activeElement } = document;
        settings.kept = keeps(settings) || begun.some(([, field]) => field.value);
        this.widget = widget.mount(this, this.shadowRoot, settings, list, parts);
        for (const [name, field] of begun) {
          const target = this.shadowRoot.getElementById(name);
          if (field.value) target.value = field.value;
          if (field === activeElement) target.focus();
        }
      } catch (error) {
        this.fail(error, settings);
      }
    }

    fail(error, settings) {
      console.error('binh-luan: the widget could not be loaded', error);
      if (!this.querySelector(':not(script)')) {
        const link = document.createElement('a');
        link.href = settings.endpoint + '/threads/' + encodeURIComponent(settings['page-id']);
        link.textContent = 'Bình luận';
        this.append(link);
      }
      this.dispatchEvent(new CustomEvent('binhluan-error', { bubbles: true, detail: 'load_failed' }));
    }

    stop() {
      this.started = null;
      if (this.widget) {
        this.widget.destroy();
        this.widget = null;
        this.shadowRoot.replaceChildren(document.createElement('slot'));
      }
    }
  }

  const define = (name, element) => customElements.get(name) || customElements.define(name, element);
  define('binh-luan', BinhLuanElement);
  // The small elements share one module, fetched only by pages that have any of them.
  for (const name of ['count', 'top']) {
    define('binh-luan-' + name, class extends HTMLElement {
      connectedCallback() {
        importModule('asset:side.js', 'integrity:side.js').then((side) => side[name](this, at('/v1/sites/default')), () => {});
      }
    });
  }

  window.BinhLuan = window.BinhLuan || {
    mount(element, options) {
      const widget = document.createElement('binh-luan');
      for (const [name, value] of Object.entries(options || {})) widget.setAttribute(kebab(name), value);
      element.append(widget);
      return widget;
    },
    destroy(element) {
      for (const widget of element.matches('binh-luan') ? [element] : element.querySelectorAll('binh-luan')) widget.remove();
    },
  };
})();
