// Pictures of every screen at four widths in both themes, to be looked at by a person.
// Usage: node screenshots.mjs DIRECTORY (variables as for the journeys; see fixtures/server.mjs)
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { startServer } from './fixtures/server.mjs';
import { CommentForm } from './fixtures/widget.mjs';
import { Desk } from './fixtures/desk.mjs';

const target = process.argv[2];
if (!target) throw new Error('say where the pictures go: node screenshots.mjs DIRECTORY');
await mkdir(target, { recursive: true });

const READERS = [
  ['Võ Thanh Tùng', 'Tôi ở Cồn Giữa đây. Phiên một cửa vừa rồi mẹ tôi làm xong giấy trong một buổi sáng, cảm ơn các anh chị đã chịu khó qua sông.'],
  ['Nguyễn Thị Hạnh', 'Bài viết hay. Mong tỉnh giữ đúng lời hứa: việc chưa làm được cũng phải nói rõ vì sao.'],
  ['Trần Quốc Bảo', 'Xã tôi cũng tổ chức đối thoại, nhưng vào đúng giờ đi làm nên chẳng mấy ai dự được.\nNên chuyển sang buổi tối hoặc sáng Chủ nhật.'],
];

const server = await startServer();
const browser = await chromium.launch({
  executablePath: process.env.BINH_LUAN_CHROMIUM || undefined,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const open = async (options) => (await browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', ...options })).newPage();

try {
  const writer = await open();
  const form = new CommentForm(writer);
  for (const [name, text] of READERS) {
    await writer.goto(server.article);
    await form.approach();
    await form.write({ text, name });
    await form.send.click();
    await form.thanks.waitFor();
  }
  const desk = new Desk(await open(), server);
  await desk.setUpFirstEditor();
  await desk.publish('Cồn Giữa', READERS[0][1].replace('xong giấy', 'xong giấy tờ'));
  await desk.publish('Bài viết hay');

  for (const width of [360, 390, 768, 1280]) {
    for (const colorScheme of ['light', 'dark']) {
      const page = await open({ viewport: { width, height: 900 }, colorScheme });
      const shoot = (name, options) => page.screenshot({ path: path.join(target, `${name}-${width}-${colorScheme}.png`), ...options });
      await page.goto(server.article);
      await shoot('article-top');
      const reader = new CommentForm(page);
      await reader.approach();
      await reader.element.evaluate((node) => window.scrollTo(0, node.getBoundingClientRect().top + window.scrollY - 120));
      await shoot('article-comments');
      await shoot('article', { fullPage: true });
      await reader.element.screenshot({ path: path.join(target, `widget-${width}-${colorScheme}.png`) });
      await reader.write({ text: 'Toi rat dong tinh voi bai viet nay.' });
      await reader.send.click();
      await reader.sendAsIs.waitFor();
      await reader.element.screenshot({ path: path.join(target, `widget-unmarked-${width}-${colorScheme}.png`) });
      await page.context().close();

      await desk.page.setViewportSize({ width, height: 900 });
      await desk.page.emulateMedia({ colorScheme });
      await desk.goToQueue();
      await desk.page.screenshot({ path: path.join(target, `desk-${width}-${colorScheme}.png`), fullPage: true });
    }
  }
} finally {
  await browser.close();
  await server.stop();
}
