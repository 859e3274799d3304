// The one script a page includes: defines the elements, waits until the reader comes near, and
// only then loads the widget (element.js and src/). Until then it costs one small request.

/** @import { At, Host, Load, LoadModule } from '../types/internal' */

(() => {
  // Included twice, it is there already.
  if (customElements.get('binh-luan')) return;
  const script = /** @type {HTMLScriptElement} */ (document.currentScript || document.querySelector('script[src*="binh-luan.js"]'));
  /** @type {At} */
  const at = (path, base = script.src) => new URL(path, base).href;
  /** @param {string} name */
  const kebab = (name) => name.replace(/[A-Z]/g, '-$&').toLowerCase();

  // A browser remembers for good what it could not import: the next try needs another address.
  let again = '';

  // Imports a module of this build. The preload makes the browser check it against its hash; one that
  // knows no such preload (and then no Trusted Types either) checks it as the script of an element.
  /** @type {LoadModule} */
  const loadModule = async (path, integrity) => {
    const href = at(path) + again;
    /** @type {HTMLElement} */
    let link = document.createElement('link');
    if (/** @type {HTMLLinkElement} */ (link).relList.supports('modulepreload'))
      Object.assign(link, { rel: 'modulepreload', href, integrity });
    else link = Object.assign(document.createElement('script'), { type: 'module', src: href, integrity });
    document.head.append(link);
    try {
      return await import(href);
    } catch (error) {
      again += '?';
      throw error;
    } finally {
      link.remove();
    }
  };

  // A module with its wasm; both come from one build, and neither waits for the other.
  /** @type {Record<string, ReturnType<Load>>} */
  const loaded = {};
  // What failed is tried anew when it is asked for again.
  /** @type {(js: string) => (error: unknown) => never} */
  const forget = (js) => (error) => {
    delete loaded[js];
    throw error;
  };
  /** @type {Load} */
  const load = (js, jsHash, wasm, integrity) =>
    loaded[js] ||
    (loaded[js] = (async () => {
      const bytes = fetch(at(wasm), { integrity });
      bytes.catch(() => {});
      const module = await loadModule(js, jsHash);
      return { module, ready: module.default({ module_or_path: bytes }).catch(forget(js)) };
    })().catch(forget(js)));

  const near = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) if (entry.isIntersecting) /** @type {Host} */ (entry.target).start();
    },
    { rootMargin: '600px' },
  );

  class BinhLuanElement extends /** @type {new () => Host} */ (/** @type {unknown} */ (HTMLElement)) {
    connectedCallback() {
      if (!this.shadowRoot) this.showFallback(this.attachShadow({ mode: 'open' }));
      // The reader of a link to one comment need not scroll there first.
      if (this.getAttribute('loading') === 'eager' || /^#binh-luan-/.test(location.hash)) this.start();
      else near.observe(this);
    }

    disconnectedCallback() {
      near.unobserve(this);
      // Moving the element within the page disconnects it for a moment only.
      queueMicrotask(() => this.isConnected || this.stop());
    }

    // What stands inside the element shows through the slot until the widget takes its place.
    /** @param {ShadowRoot} root */
    showFallback(root) {
      root.replaceChildren(document.createElement('slot'));
    }

    async start() {
      if (this.started) return;
      const turn = (this.started = {});
      try {
        const { module, ready } = await load('asset:widget.js', 'integrity:widget.js', 'asset:widget.wasm', 'integrity:widget.wasm');
        this.widget = (await module.start(this, ready, () => this.started === turn, at, load, loadModule, kebab)) || this.widget;
      } catch (error) {
        console.error('binh-luan:', error);
        if (!this.querySelector(':not(script)')) {
          const link = document.createElement('a');
          link.href = `${this.getAttribute('endpoint') || at('/v1/sites/default')}/threads/${encodeURIComponent(this.getAttribute('page-id') || location.host + location.pathname)}`;
          link.textContent = 'Bình luận';
          this.append(link);
        }
        this.dispatchEvent(new CustomEvent('binhluan-error', { bubbles: true, detail: 'load_failed' }));
      }
    }

    stop() {
      this.started = null;
      if (this.widget) {
        this.widget.destroy();
        this.widget = null;
        this.showFallback(this.shadowRoot);
      }
    }
  }

  customElements.define('binh-luan', BinhLuanElement);
  // The small elements share one module, fetched only by pages that have any of them.
  for (const name of ['count', 'top']) {
    customElements.define(
      'binh-luan-' + name,
      class extends HTMLElement {
        connectedCallback() {
          loadModule('asset:side.js', 'integrity:side.js').then((side) => side[name](this, at('/v1/sites/default')));
        }
      },
    );
  }

  window.BinhLuan = {
    /** @param {Element} element @param {Record<string, any>} [options] */
    mount(element, options) {
      /** @type {any} */
      const widget = document.createElement('binh-luan');
      for (const name in options) {
        const value = options[name];
        // A function, such as `readerToken`, cannot stand in an attribute.
        if (typeof value === 'function') widget[name] = value;
        else if (value != null) widget.setAttribute(kebab(name), value);
      }
      element.append(widget);
      return widget;
    },
    // The widget itself, or all within.
    /** @param {any} element */
    destroy(element) {
      for (const one of [element, ...element.querySelectorAll('binh-luan')]) if (one.start) one.remove();
    },
  };
})();
