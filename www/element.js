// Joined behind the widget's glue into one module (`with` in wasm-pack.toml), so `mount` is the
// widget's own: reads the settings of an element, asks for its comments, and starts the widget.

const settingsOf = (element, at, kebab) => {
  const settings = {};
  const json = element.querySelector('script[type="application/json"]');
  try {
    for (const [name, value] of Object.entries(json ? JSON.parse(json.textContent) : {})) settings[kebab(name)] = value;
  } catch (error) {
    console.error('binh-luan: the settings inside the element are not valid JSON', error);
  }
  // Attributes that are no settings are not heeded.
  for (const { name, value } of element.attributes) settings[name] = value;
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

// `ready` is the wasm on its way; `stillWanted` tells whether the element is still waiting; the rest
// are the loader's own.
export const start = async (element, ready, stillWanted, at, load, loadModule, kebab) => {
  const settings = settingsOf(element, at, kebab);
  const list = (sort, cursor) => fetch(`${settings.endpoint}/comments?${new URLSearchParams({
    page_id: settings['page-id'], sort, limit: settings['page-size'], ...(cursor && { cursor }),
    // No answer within 20 seconds means that none will come.
  })}`, AbortSignal.timeout ? { signal: AbortSignal.timeout(20000) } : {});
  // Asked for now, so that the comments travel together with the code that shows them.
  const first = settings.comments === 'off' ? undefined : list(['oldest', 'most_liked'].includes(settings.sort) ? settings.sort : 'newest');
  if (first) first.catch(() => {});
  const words = settings.lang === 'en' && fetch(at('asset:words-en.txt'), { integrity: 'integrity:words-en.txt' });
  await ready;
  if (words) settings.words = await (await words).text();
  if (!stillWanted()) return undefined;
  // What was begun in the plain form inside the element goes on in the widget's.
  const { activeElement } = document;
  settings.kept = keeps(settings);
  for (const name of ['text', 'name', 'email']) {
    const field = element.querySelector(`[name=${name}]`);
    if (field && field.value) settings['begun-' + name] = settings.kept = field.value;
  }
  settings.kept = !!settings.kept;
  const wasInside = element.contains(activeElement) && activeElement.name === 'text';
  const root = element.shadowRoot;
  const widget = mount(element, root, settings, first, {
    list,
    participate: async (...given) => (await loadModule('asset:later.js', 'integrity:later.js')).participate(at, load, ...given),
  });
  if (wasInside) root.getElementById('text').focus();
  return widget;
};
