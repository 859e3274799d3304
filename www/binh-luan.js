// The one script a page includes: defines the elements, waits until the reader comes near, and
// only then loads the widget. Everything a reader sees inside <binh-luan> is drawn by the widget.
(() => {
  const script = document.currentScript || document.querySelector('script[src*="binh-luan.js"]');
  const at = (path, base = script.src) => new URL(path, base).href;
  // What a page may set: as attributes, as JSON inside the element, or as options of `mount`.
  const names = ['endpoint', 'page-id', 'page-url', 'page-title', 'section', 'diacritics',
    'comments', 'sort', 'page-size', 'lang', 'theme', 'loading'];
  const kebab = (name) => name.replace(/[A-Z]/g, (letter) => '-' + letter.toLowerCase());

  // A module and its wasm come from one build; both are checked against their hashes.
  const modules = {};
  const load = (js, jsHash, wasm, wasmHash) => modules[js] || (modules[js] = (async () => {
    const link = document.createElement('link');
    Object.assign(link, { rel: 'modulepreload', href: at(js), integrity: jsHash, crossOrigin: 'anonymous' });
    document.head.append(link);
    const bytes = fetch(at(wasm), { integrity: wasmHash });
    bytes.catch(() => {});
    try {
      const module = await import(at(js));
      await module.default({ module_or_path: bytes });
      return module;
    } catch (error) {
      delete modules[js];
      throw error;
    } finally {
      link.remove();
    }
  })());

  // What the widget asks for when the reader needs it.
  const parts = {
    text: async () => {
      const tables = fetch(at('asset:check.tables'), { integrity: 'integrity:check.tables' });
      const module = await load('asset:text.js', 'integrity:text.js', 'asset:text.wasm', 'integrity:text.wasm');
      return new module.TextAid(new Uint8Array(await (await tables).arrayBuffer()));
    },
    model: async () => new Uint8Array(
      await (await fetch(at('asset:restore.model'), { integrity: 'integrity:restore.model' })).arrayBuffer()),
  };

  // Comments on http://m.bao.vn/bai.html?from=x#y and https://bao.vn/bai.html belong together.
  const settingsOf = (element) => {
    const settings = {};
    const json = element.querySelector('script[type="application/json"]');
    if (json) {
      try {
        for (const [name, value] of Object.entries(JSON.parse(json.textContent))) settings[kebab(name)] = value;
      } catch (error) {
        console.error('binh-luan: the settings inside the element are not valid JSON', error);
      }
    }
    for (const name of names) {
      if (element.hasAttribute(name)) settings[name] = element.getAttribute(name);
    }
    const canonical = document.querySelector('link[rel=canonical]');
    const url = new URL(canonical ? canonical.href : location.href);
    settings.endpoint = at(settings.endpoint || at('/v1/sites/default'), location.href).replace(/\/$/, '');
    settings['page-id'] = settings['page-id'] || url.host.replace(/^(www|m|amp)\./, '') + url.pathname.replace(/\/+$/, '');
    settings['page-url'] = at(settings['page-url'] || url, location.href);
    settings['page-title'] = settings['page-title'] || document.title;
    settings['page-size'] = Math.min(Math.max(parseInt(settings['page-size'], 10) || 20, 1), 100);
    return settings;
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
        const widget = await load('asset:widget.js', 'integrity:widget.js', 'asset:widget.wasm', 'integrity:widget.wasm');
        if (this.started === turn) this.widget = widget.mount(this, this.shadowRoot, settings, list, parts);
      } catch (error) {
        console.error('binh-luan: the widget could not be loaded', error);
        if (!this.querySelector(':not(script)')) {
          const link = document.createElement('a');
          link.href = settings.endpoint + '/threads/' + encodeURIComponent(settings['page-id']);
          link.textContent = 'Bình luận';
          this.append(link);
        }
        this.dispatchEvent(new CustomEvent('binhluan-error', { bubbles: true, detail: { code: 'load_failed' } }));
      }
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
        import(at('asset:side.js')).then((side) => side[name](this, at('/v1/sites/default')), () => {});
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
