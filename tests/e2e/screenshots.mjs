// Pictures of every screen at four widths in both themes, to be looked at by a person.
// Usage: node screenshots.mjs DIRECTORY [WIDTH…] (variables as for the journeys; see fixtures/server.mjs)
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { Desk } from './fixtures/desk.mjs';
import { startServer } from './fixtures/server.mjs';
import { PUBLISHES_AT_ONCE, post } from './fixtures/thread.mjs';
import { CommentForm } from './fixtures/widget.mjs';

const [target, ...widths] = process.argv.slice(2);
if (!target) throw new Error('say where the pictures go: node screenshots.mjs DIRECTORY [WIDTH…]');
await mkdir(target, { recursive: true });

const READERS = [
  [
    'Võ Thanh Tùng',
    'Tôi ở Cồn Giữa đây. Phiên một cửa vừa rồi mẹ tôi làm xong giấy trong một buổi sáng, cảm ơn các anh chị đã chịu khó qua sông.',
  ],
  ['Nguyễn Thị Hạnh', 'Bài viết hay. Mong tỉnh giữ đúng lời hứa: việc chưa làm được cũng phải nói rõ vì sao.'],
  [
    'Trần Quốc Bảo',
    'Xã tôi cũng tổ chức đối thoại, nhưng vào đúng giờ đi làm nên chẳng mấy ai dự được.\nNên chuyển sang buổi tối hoặc sáng Chủ nhật.',
  ],
];
const LONG = [
  'Tôi làm tổ trưởng tổ hòa giải mười hai năm nay, xin kể một chuyện. Năm ngoái, hai nhà trong ấp giận nhau chỉ vì một rãnh nước. Cán bộ xã mời lên trụ sở ba lần, lần nào cũng có biên bản, lần nào về cũng giận thêm.',
  'Lần thứ tư, chị chủ tịch xã xách dép lội xuống tận rãnh nước, đứng coi nước chảy đi đâu. Coi xong chị hỏi: nếu xã cho hai ống cống thì hai nhà chịu công đào không? Vậy là xong.',
  'Có người hỏi tôi: lỡ không có ống cống thì sao? Tôi trả lời: thì nói thẳng là chưa có, bao giờ có thì báo. Bà con giận là giận chờ hoài không ai nói, chứ không phải giận nghèo.',
  'Nên tôi nghĩ nghe dân không phải là nghe cho đủ buổi. Phải đến tận chỗ, phải coi tận mắt, và phải có cái gì làm được ngay trong tay, dù chỉ là hai ống cống.',
].join('\n\n');

const browser = await chromium.launch({
  executablePath: process.env.BINH_LUAN_CHROMIUM || undefined,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const open = async (options) => (await browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', ...options })).newPage();

/** A thread with answers, likes and a long text. */
async function fillThread(server) {
  const [root] = [await post(server, { name: READERS[0][0], text: READERS[0][1] })];
  const first = await post(server, {
    name: 'Đặng Thị Mười',
    text: 'Đúng vậy, má tôi cũng đi phiên đó. Có cháu sinh viên ngồi chỉ từng chữ, thương lắm.',
    parent: root,
  });
  await post(server, { name: 'Võ Thanh Tùng', text: 'Cháu đó là con chú Sáu đầu cồn đó chị.', parent: first });
  await post(server, { name: 'Lý Văn Em', text: 'Ước gì xã tôi cũng có.', parent: root });
  await post(server, { name: 'Trần Quốc Bảo', text: READERS[2][1] });
  const long = await post(server, { name: 'Huỳnh Văn Đức', text: LONG });
  for (let reader = 0; reader < 12; reader += 1) {
    await fetch(new URL(`/v1/sites/default/comments/${long}/like`, server.article), {
      method: 'PUT',
      headers: { 'binh-luan-reader': `ban-doc-${reader}` },
    });
  }
  await post(server, { name: READERS[1][0], text: READERS[1][1] });
}

/** What a reader sees, state by state. */
async function photographReader(server, width, colorScheme) {
  const page = await open({ viewport: { width, height: 900 }, colorScheme });
  const file = (name) => path.join(target, `${name}-${width}-${colorScheme}.png`);
  const form = new CommentForm(page);
  const shoot = (name) => form.element.screenshot({ path: file(name) });
  await page.goto(server.article);
  await page.screenshot({ path: file('article-top') });
  await form.approach();
  await form.comments.first().waitFor();
  await form.element.evaluate((node) => window.scrollTo(0, node.getBoundingClientRect().top + window.scrollY - 120));
  await page.screenshot({ path: file('article-comments') });
  await page.screenshot({ path: file('article'), fullPage: true });
  // Tall enough for all of it.
  await page.setViewportSize({ width, height: 3600 });
  await shoot('widget');
  await form.send.click();
  await form.name.waitFor();
  await shoot('widget-faults');
  await form.write({ text: 'Toi rat dong tinh voi bai viet nay, can bo phai lang nghe dan noi het loi.' });
  await form.send.click();
  await form.sendAsIs.waitFor();
  await shoot('widget-unmarked');
  await form.restoreMarks.click();
  await form.element.getByRole('button', { name: 'Dùng bản này' }).waitFor();
  await shoot('widget-restored');
  await form.text.fill('');
  const comment = form.comments.filter({ hasText: 'Cồn Giữa đây' }).first();
  await comment
    .getByRole('button', { name: /^Thích/ })
    .first()
    .click();
  await comment.getByRole('button', { name: 'Trả lời' }).first().click();
  await form.text.fill('Tôi cũng ở gần đó, mong phiên sau có thêm bàn làm căn cước.');
  await form.comments.filter({ hasText: 'Nguyễn Thị Hạnh' }).first().getByRole('button', { name: 'Báo cáo' }).click();
  await shoot('widget-reply-and-report');
  await page.context().close();
}

const reading = await startServer(PUBLISHES_AT_ONCE);
const reviewing = await startServer();
try {
  await fillThread(reading);
  const writer = await open();
  const form = new CommentForm(writer);
  for (const [name, text] of READERS) {
    await writer.goto(reviewing.article);
    await form.approach();
    await form.write({ text, name });
    await form.send.click();
    await form.thanks.waitFor();
  }
  const desk = new Desk(await open(), reviewing);
  await desk.setUpFirstEditor();
  for (const width of widths.length > 0 ? widths.map(Number) : [360, 390, 768, 1280]) {
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      await photographReader(reading, width, colorScheme);
      // Three comments wait for an editor: what their writer sees, and what the editor does.
      await writer.setViewportSize({ width, height: 2400 });
      await writer.emulateMedia({ colorScheme });
      await form.element.screenshot({ path: path.join(target, `widget-own-${width}-${colorScheme}.png`) });
      await desk.page.setViewportSize({ width, height: 900 });
      await desk.page.emulateMedia({ colorScheme });
      await desk.goToQueue();
      await desk.page.screenshot({ path: path.join(target, `desk-${width}-${colorScheme}.png`), fullPage: true });
    }
  }
} finally {
  await browser.close();
  await Promise.all([reading.stop(), reviewing.stop()]);
}
