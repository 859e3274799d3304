// The small elements beside the widget: how many comments a page has, and which pages have most.
// Plain script, because a list page should not have to load a wasm module for a number.

const number = new Intl.NumberFormat('vi');

// Counts asked for together travel in one request to their endpoint. A task, not a microtask,
// gathers them: each element of a page arrives here in a turn of its own.
/** @typedef {{ element: Element, pageId: string }[]} Asked */
/** @type {Map<string, Asked>} */
const waiting = new Map();

/** @param {Element} element @param {string} fallback */
const endpointOf = (element, fallback) => new URL(element.getAttribute('endpoint') || fallback, location.href).href.replace(/\/$/, '');

/** @param {string} url */
const getJson = async (url) => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
};

/** @param {Element} element @param {string} fallback */
export function count(element, fallback) {
  // As the widget knows the article.
  const pageId = (element.getAttribute('page-id') || '').trim().slice(-200);
  if (!pageId) return;
  const endpoint = endpointOf(element, fallback);
  if (!waiting.has(endpoint)) {
    waiting.set(endpoint, []);
    setTimeout(askForCounts, 0, endpoint);
  }
  /** @type {Asked} */ (waiting.get(endpoint)).push({ element, pageId });
}

/** @param {string} endpoint */
async function askForCounts(endpoint) {
  const asked = /** @type {Asked} */ (waiting.get(endpoint));
  waiting.delete(endpoint);
  const pageIds = [...new Set(asked.map(({ pageId }) => pageId))];
  // The endpoint takes a hundred at once, and servers in front of it addresses of some kilobytes.
  while (pageIds.length) {
    const query = new URLSearchParams();
    for (let count = 0; pageIds.length && count < 100 && `${query}`.length < 4000; count += 1)
      query.append('page_id', /** @type {string} */ (pageIds.pop()));
    try {
      const { counts } = await getJson(`${endpoint}/counts?${query}`);
      for (const { element, pageId } of asked) {
        if (Number.isInteger(counts[pageId])) element.textContent = number.format(counts[pageId]);
      }
    } catch (error) {
      // What stands inside the elements stays.
      console.warn('binh-luan: no counts', error);
    }
  }
}

// An address comes from whoever posted first: a link never runs script, and one that no browser can
// read costs the list no other.
/** @param {string} url */
const linkable = (url) => {
  try {
    const { protocol, href } = new URL(url, location.href);
    return /^https?:$/.test(protocol) && href;
  } catch {
    return false;
  }
};

/** @param {Element} element @param {string} fallback */
export async function top(element, fallback) {
  const query = new URLSearchParams();
  for (const name of ['window', 'section', 'limit']) {
    if (element.hasAttribute(name)) query.set(name, /** @type {string} */ (element.getAttribute(name)));
  }
  try {
    const { pages } = await getJson(`${endpointOf(element, fallback)}/most-commented?${query}`);
    const list = document.createElement('ol');
    for (const page of pages) {
      const href = linkable(page.url);
      if (!href) continue;
      const item = document.createElement('li');
      const link = document.createElement('a');
      const badge = document.createElement('span');
      link.href = href;
      link.textContent = page.title;
      badge.className = 'binh-luan-count';
      badge.textContent = number.format(page.count);
      item.append(link, ' ', badge);
      list.append(item);
    }
    if (list.firstChild) element.replaceChildren(list);
  } catch (error) {
    console.warn('binh-luan: no list of the most commented pages', error);
  }
}
