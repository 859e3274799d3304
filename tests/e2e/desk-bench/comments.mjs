// Made-up comments for the desk: of the kinds and lengths that a newspaper gets, the same in each run.
import { createHash } from 'node:crypto';
import http from 'node:http';
import { chance, pick } from './chance.mjs';

const SECTIONS = [
  'Thời sự',
  'Giáo dục',
  'Kinh doanh',
  'Sức khỏe',
  'Thể thao',
  'Giải trí',
  'Pháp luật',
  'Khoa học',
  'Đời sống',
  'Du lịch',
  'Xe',
  'Tâm sự',
];
const FAMILY = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Phan', 'Vũ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ', 'Ngô', 'Dương', 'Lý'];
const GIVEN = [
  'An',
  'Bình',
  'Cường',
  'Dũng',
  'Giang',
  'Hà',
  'Hạnh',
  'Hương',
  'Khánh',
  'Lan',
  'Minh',
  'Ngọc',
  'Oanh',
  'Phúc',
  'Quyên',
  'Sơn',
];
const MIDDLE = ['Văn', 'Thị', 'Minh', 'Thanh', 'Quốc', 'Thu', 'Ngọc'];
const NICKNAMES = ['Người đọc quê biển', 'Bà ngoại Tí', 'thợ điện về hưu', 'hoa_sim', 'Gió chướng', 'K.', 'Một phụ huynh'];
const TOPICS = ['xe buýt', 'học phí', 'giá thuê nhà', 'vỉa hè', 'trạm y tế phường', 'tiếng ồn karaoke', 'bãi giữ xe', 'cây xanh'];
const SHORT = ['Hay quá!', 'Đúng vậy.', '👍👍', 'Ủng hộ.', 'Buồn thật sự.', 'Hóng phần tiếp theo', 'Chuẩn không cần chỉnh', '❤️', '+1'];
const SENTENCES = [
  'Chuyện {topic} ở khu tôi đã nói ba năm nay mà chưa thấy ai làm gì.',
  'Tôi nghĩ nên thử ở một phường trước rồi hãy nhân rộng, đừng làm ào ào rồi lại bỏ.',
  'Cán bộ nào ký thì cán bộ đó ra giải thích với dân, như vậy mới thuyết phục.',
  'Nhà có hai đứa con đi học, mỗi lần nghe tăng {topic} là mất ngủ.',
  'Bài viết công bằng, có ý kiến hai bên, cảm ơn phóng viên.',
  'Mong tòa soạn hỏi thêm người bán hàng ở chợ, họ mới là người chịu thiệt.',
  'Nước ngoài họ làm {topic} từ lâu rồi, đâu có khó đến thế.',
  'Xin hỏi số liệu này lấy ở đâu, sao khác hẳn con số của năm ngoái?',
];
const UNMARKED = ['Bai viet rat dung, mong co quan chuc nang xem xet lai chuyen {topic}', 'Ai di lam ca dem moi hieu noi kho nay'];
const RUDE = ['Viết thế mà cũng viết, đồ dở hơi.', 'Im đi, biết gì mà nói chuyện {topic}.', 'Toàn một lũ ăn hại.'];
const ADVERTS = [
  'Vay nhanh trong ngày, chỉ cần căn cước, liên hệ Zalo 0900 000 {n}',
  'Tuyển cộng tác viên làm tại nhà, mỗi ngày 400 nghìn, nhắn 0900.000.{n}',
  'Soi kèo miễn phí tại keo{n}.example',
];
const FLOOD = [
  'Đề nghị dừng ngay việc này, mọi người cùng chia sẻ để tiếng nói của chúng ta được nghe!',
  'Chúng tôi yêu cầu báo gỡ bài và xin lỗi anh ấy ngay hôm nay!',
];
/** Shares of a hundred comments; what is left over are opinions of one to four sentences. */
const KINDS = { short: 10, unmarked: 9, rude: 8, adverts: 9, flood: 2, long: 1.2 };

/** @typedef {{ page: { id: string, url: string, title: string, section: string }, author: { name: string, email?: string }, text: string }} Comment */

/**
 * The comment of this number.
 * @param {number} number @param {number} articles among how many articles comments are spread, early ones getting more
 * @returns {Comment}
 */
export function makeComment(number, articles) {
  const next = chance(number * 7919 + 11);
  const fill = (/** @type {string} */ text) =>
    text.replace('{topic}', pick(next, TOPICS)).replace('{n}', String(100 + Math.floor(next() * 900)));
  const some = (/** @type {number} */ count) => Array.from({ length: count }, () => fill(pick(next, SENTENCES))).join(' ');
  const article = Math.floor(next() ** 2 * articles);
  const by = next() * 100;
  let edge = 0;
  const kind = Object.entries(KINDS).find(([, share]) => by < (edge += share))?.[0];
  const texts = {
    short: () => pick(next, SHORT),
    unmarked: () => fill(pick(next, UNMARKED)),
    rude: () => fill(pick(next, RUDE)),
    adverts: () => fill(pick(next, ADVERTS)),
    flood: () => pick(next, FLOOD) + pick(next, ['', '!!', ' 🙏', ' nhé', ' #chung_tay']),
    long: () => some(14 + Math.floor(next() * 8)).slice(0, 1_900),
  };
  const text = kind ? texts[kind]() : some(1 + Math.floor(next() ** 2 * 4));
  const name = next() < 0.75 ? `${pick(next, FAMILY)} ${pick(next, MIDDLE)} ${pick(next, GIVEN)}` : pick(next, NICKNAMES);
  return {
    page: {
      id: `bai-${article}`,
      url: `https://bao.example.vn/bai-${article}.html`,
      title: `Chuyện ${TOPICS[article % TOPICS.length]} ở nơi tôi ở, kỳ ${article + 1}`,
      section: SECTIONS[article % SECTIONS.length],
    },
    author: { name, ...(next() < 0.6 && { email: `ban.doc.${number}@example.com` }) },
    text,
  };
}

/**
 * Sends comments as readers do.
 * @param {string} origin of the server @param {{ site?: string, from?: number, count: number, articles: number, atOnce?: number }} what
 */
export async function sendComments(origin, { site = 'default', from = 0, count, articles, atOnce = 32 }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: atOnce });
  const send = (/** @type {number} */ number) =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify({ ...makeComment(number, articles), acknowledged: ['text_unmarked'] });
      const key = createHash('sha256').update(`${site}-${number}`).digest('hex').slice(0, 32);
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'idempotency-key': key };
      const request = http.request(`${origin}/v1/sites/${site}/comments`, { agent, method: 'POST', headers }, (answer) => {
        answer.resume();
        answer.on('end', () => (answer.statusCode < 300 ? resolve(undefined) : reject(new Error(`a comment got ${answer.statusCode}`))));
      });
      request.on('error', reject);
      request.end(body);
    });
  let next = from;
  const worker = async () => {
    while (next < from + count) await send(next++);
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, worker));
  } finally {
    agent.destroy();
  }
}
