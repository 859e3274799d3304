// The one script a page includes: defines the elements, waits until the reader comes near, and
// only then loads the widget (element.js and src/). Until then it costs one small request.

/** @import { Ask, At, Host, Load, LoadModule, RawSettings } from '../types/internal' */

(() => {
  // Included twice, it is there already.
  if (customElements.get('binh-luan')) return;
  const script = /** @type {HTMLScriptElement} */ (document.currentScript || document.querySelector('script[src*="binh-luan.js"]') || {});
  // Where this stands inside another script, the page says where its files are.
  /** @type {At} */
  const at = (path, base = document.querySelector('[data-binh-luan]')?.getAttribute('data-binh-luan') || script.src) =>
    new URL(path, base).href;
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
      Object.assign(link, { rel: 'modulepreload', href, integrity, nonce: script.nonce });
    else link = Object.assign(document.createElement('script'), { type: 'module', src: href, integrity, nonce: script.nonce });
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

  // Where the line is slow, as this script itself has shown, what draws the form has it for itself first,
  // unless the page has asked for it already.
  const [travelled] = performance.getEntriesByName(script.src);
  const isSlow = travelled && travelled.duration > 100 && !document.querySelector('link[rel=modulepreload]');
  /** @type {Promise<void>} */
  const patience = new Promise((done) => setTimeout(done, isSlow ? 40 : 0));

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
      const script = loadModule(js, jsHash);
      const bytes = patience.then(() => fetch(at(wasm), { integrity }));
      bytes.catch(() => {});
      const module = await script;
      return { module, ready: module.default({ module_or_path: bytes }).catch(forget(js)) };
    })().catch(forget(js)));

  // What is seen of an element is its slot: the page decides what box the element has, if any.
  const near =
    window.IntersectionObserver &&
    new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries)
          if (isIntersecting) /** @type {Host} */ (/** @type {ShadowRoot} */ (target.getRootNode()).host).start();
      },
      { rootMargin: '600px' },
    );

  // What cannot be read as an address counts as not there.
  /** @type {(address: string, base?: string) => string | undefined} */
  const readable = (address, base) => {
    try {
      return address && at(address, base);
    } catch {
      return undefined;
    }
  };
  // Where each canonical address was first met: one that a router left behind is another page's.
  /** @type {Record<string, string>} */
  const metAt = {};

  /** @param {Element} element */
  const settingsOf = (element) => {
    /** @type {RawSettings} */
    const settings = {};
    const json = element.querySelector('script[type="application/json"]');
    // Editors of content systems put line breaks and paragraphs in. What cannot be read all the same
    // stops the widget: comments under another article are worse than none.
    for (const [name, value] of Object.entries(json ? JSON.parse((json.textContent || '').replace(/<\/?(br|p)\b[^>]*>/g, '')) : {}))
      if (value != null) settings[kebab(name)] = String(value);
    // Attributes that are no settings are not heeded.
    for (const { name, value } of element.attributes) settings[name] = value;
    const here = /^about:/.test(location.href) ? document.baseURI : location.href;
    /** @type {HTMLLinkElement | null} */
    const link = document.querySelector('link[rel=canonical]');
    const canonical = link && readable(link.href);
    const url = new URL(canonical && (metAt[canonical] = metAt[canonical] || location.pathname) === location.pathname ? canonical : here);
    const endpoint = settings.endpoint || at('/v1/sites/default');
    settings.endpoint = (readable(endpoint, here) || endpoint).replace(/\/$/, '');
    // Comments on http://m.bao.vn/bai.html?from=x#y and https://bao.vn/bai.html belong together.
    // Endpoints take 200 characters of an id; what tells articles apart stands at its end.
    settings['page-id'] = (
      (settings['page-id'] || '').trim() || url.host.replace(/^(www|m|amp)\./, '') + url.pathname.replace(/\/+$/, '')
    ).slice(-200);
    settings['page-url'] = readable(settings['page-url'], here) || url;
    settings['page-title'] = settings['page-title'] || document.title;
    settings['page-size'] = Math.min(Math.max(parseInt(settings['page-size'], 10) || 20, 1), 100);
    return settings;
  };

  // Asks the endpoint; no answer within 20 seconds means that none will come.
  /** @type {Ask} */
  const ask = (address) => patience.then(() => fetch(address, AbortSignal.timeout ? { signal: AbortSignal.timeout(20000) } : {}));

  class BinhLuanElement extends /** @type {new () => Host} */ (/** @type {unknown} */ (HTMLElement)) {
    connectedCallback() {
      if (!this.shadowRoot) this.showFallback(this.attachShadow({ mode: 'open' }));
      const { top, width } = this.slotted.getBoundingClientRect();
      // The reader of a link to one comment need not scroll there first. What is near already is not
      // waited for, unless what stands inside may still be on its way.
      if (
        !near ||
        this.getAttribute('loading') === 'eager' ||
        /^#binh-luan-/.test(location.hash) ||
        (document.readyState !== 'loading' && width && Math.abs(top) < innerHeight + 600)
      )
        this.start();
      else if (!this.started) near.observe(this.slotted);
    }

    disconnectedCallback() {
      if (near) near.unobserve(this.slotted);
      // Moving the element within the page disconnects it for a moment only.
      queueMicrotask(() => this.isConnected || this.stop());
    }

    // What stands inside the element shows through the slot until the widget takes its place. Where
    // nothing does, room is kept, so that nothing in sight moves when it comes.
    /** @param {ShadowRoot} root */
    showFallback(root) {
      this.slotted = document.createElement('slot');
      this.slotted.style.cssText = 'display:block;min-height:' + (this.querySelector(':not(script)') ? 0 : '100vh');
      root.replaceChildren(this.slotted);
    }

    async start() {
      if (this.started) return;
      const turn = (this.started = {});
      let settings;
      try {
        settings = settingsOf(this);
        const loading = load('asset:widget.js', 'integrity:widget.js', 'asset:widget.wasm', 'integrity:widget.wasm');
        // Asked for now, so that the comments travel together with the code that shows them.
        const first =
          settings.comments === 'off'
            ? undefined
            : ask(
                `${settings.endpoint}/comments?${new URLSearchParams({
                  page_id: settings['page-id'],
                  sort: /^(oldest|most_liked)$/.test(settings.sort) ? settings.sort : 'newest',
                  limit: settings['page-size'],
                })}`,
              );
        if (first) first.catch(() => {});
        const { module, ready } = await loading;
        this.widget =
          (await module.start(this, ready, () => this.started === turn, at, load, loadModule, settings, ask, first)) || this.widget;
      } catch (error) {
        console.error('binh-luan:', error);
        this.slotted.style.minHeight = '';
        if (settings && !this.querySelector(':not(script)')) {
          const link = document.createElement('a');
          link.href = `${settings.endpoint}/threads/${encodeURIComponent(settings['page-id'])}`;
          link.textContent = 'Bình luận';
          this.append(link);
          // Below the beginning of the form, where that was drawn.
          this.shadowRoot.append(this.slotted);
        }
        this.dispatchEvent(new CustomEvent('binhluan-error', { bubbles: true, detail: 'load_failed' }));
        // Back on the network, the next try may do.
        if (this.started === turn) this.started = null;
        addEventListener('online', () => this.isConnected && this.start(), { once: true });
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

  // Frameworks set what they find as a property, and write the source of a function into an attribute.
  BinhLuanElement.prototype.readerToken = undefined;
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
      for (const one of [element, ...element.querySelectorAll('binh-luan')]) if (one instanceof BinhLuanElement) one.remove();
    },
  };
})();
