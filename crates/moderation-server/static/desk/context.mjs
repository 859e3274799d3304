// What an editor wants to know beside a comment: its article, the exchange, its writer, the same words elsewhere.
import { currentRow, onCurrent } from './current.mjs';
import { element } from './rows.mjs';
import { clock, GATES, GONE, grouped, KNOWN_BY, STANDS } from './words.mjs';

/** Whoever presses on has no time to read it. */
const PAUSE_MS = 250;
/** How many of them are kept at hand. */
const KEPT = 60;

/**
 * @typedef {object} Context
 * @property {{ site: string, id: string, state: string, closes_at: string | null, rule: string | null, count: number,
 *   pending_count: number, reported_count: number }} article
 * @property {{ id: string, name: string, text: string, status: string }[]} exchange
 * @property {{ known_by: string, published: number, rejected: number, spam: number, pending: number, withdrawn: number,
 *   last: { id: string, text: string, status: string, page_title: string, created_at: string }[] }} writer
 * @property {{ count: number, writers: number, ids: string[] }} same_text
 */

/** @type {Map<string, Context>} */
const known = new Map();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {string} id */
const address = (id) => `/desk/comments/${encodeURIComponent(id)}`;

/** @param {string} title @param {...(string | Node)} inside */
const part = (title, ...inside) => element('div', {}, element('h2', {}, title), ...inside);

/** `10 đã đăng, 1 spam`, without what there is none of. @param {[number, string][]} counts */
const listed = (counts) =>
  counts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${grouped(count)} ${word}`)
    .join(', ');

/** @param {Context['article']} article */
const drawArticle = ({ site, id, state, closes_at: closes, rule, count, pending_count: pending, reported_count: reported }) => {
  const gate = closes && state !== 'closed' ? `${GATES[state]}, đóng lúc ${clock(Date.parse(closes))}` : GATES[state];
  const counts = listed([
    [count, 'đã đăng'],
    [pending, 'đang chờ'],
    [reported, 'bị báo xấu'],
  ]);
  const link = element('a', { href: `/desk/articles/${encodeURIComponent(site)}/${encodeURIComponent(id)}` }, 'Trang bài');
  const line = element('p', {}, `${[gate, counts].filter(Boolean).join(' · ')} · `, link);
  return part('Bài viết', line, ...(rule ? [element('p', { class: 'rule' }, `Quy định: ${rule}`)] : []));
};

/** @param {Context['writer']} writer */
const drawWriter = ({ known_by: by, published, rejected, spam, pending, withdrawn, last }) => {
  const counts = listed([
    [published, 'đã đăng'],
    [rejected, 'bị từ chối'],
    [spam, 'spam'],
    [pending, 'đang chờ'],
    [withdrawn, 'rút lại'],
  ]);
  const others = last.map(({ id, text, status, page_title: title, created_at: at }) =>
    element(
      'li',
      {},
      element('a', { href: address(id) }, text),
      element('span', { class: 'hint' }, `${STANDS[status]} · ${title} · ${clock(Date.parse(at))}`),
    ),
  );
  const line = element('p', {}, counts ? `Bài khác (${KNOWN_BY[by]}): ${counts}.` : `Chưa có bài nào khác (${KNOWN_BY[by]}).`);
  return part('Người viết', line, ...(others.length > 0 ? [element('ul', {}, ...others)] : []));
};

/** @param {Context['same_text']} same */
const drawSame = ({ count, writers, ids }) => {
  const links = ids.slice(0, 5).flatMap((id, at) => [' · ', element('a', { href: address(id) }, `bài ${at + 1}`)]);
  return part('Giống bài này', element('p', {}, `${grouped(count)} bài khác cùng lời, ${grouped(writers)} người viết`, ...links));
};

/** @param {Context} context */
const draw = ({ article, exchange, writer, same_text: same }) => {
  // The comment answered stands above already.
  const root = exchange.length > 1 ? exchange[0] : null;
  const answered = exchange.at(-1);
  const isHidden = answered && ['rejected', 'spam', 'withdrawn'].includes(answered.status);
  return element(
    'section',
    { class: 'context', 'aria-label': 'Bối cảnh' },
    ...(isHidden
      ? [element('p', { class: 'rule' }, `Bình luận được trả lời ${GONE[answered.status]}: bạn đọc sẽ không thấy câu trả lời này.`)]
      : []),
    ...(same.count > 0 ? [drawSame(same)] : []),
    drawWriter(writer),
    ...(root ? [part('Mở đầu trao đổi', element('p', { class: 'said' }, `${root.name} (${STANDS[root.status]}): ${root.text}`))] : []),
    drawArticle(article),
  );
};

/** @param {string} id @returns {Promise<Context | null>} */
const ask = async (id) => {
  const answer = await fetch(`/v1/desk/comments/${encodeURIComponent(id)}/context`, { headers: { accept: 'application/json' } });
  return answer.ok ? answer.json() : null;
};

/** @param {HTMLElement} row */
const show = async (row) => {
  const id = row.dataset.id ?? '';
  const context = known.get(id) ?? (await ask(id).catch(() => null));
  if (!context) return;
  known.set(id, context);
  for (const old of known.size > KEPT ? known.keys() : []) {
    known.delete(old);
    break;
  }
  const pane = document.getElementById('pane');
  if (pane && currentRow() === row && !pane.querySelector('.context')) pane.append(draw(context));
};

export const startContext = () => {
  onCurrent((row) => {
    clearTimeout(timer);
    if (row) timer = setTimeout(show, PAUSE_MS, row);
  });
};
