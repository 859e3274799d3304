// Broken files, blocked storage, narrow and magnified screens: the reader can still read and write.
import { expectAxeClean } from './fixtures/axe.mjs';
import { expect, test } from './fixtures/test.mjs';
import { CommentForm } from './fixtures/widget.mjs';

const TEXT = 'Điện thoại cũ, mạng chậm, nhưng vẫn muốn góp một lời.';

test.describe('a wasm file that', () => {
  test.use({ allowedErrors: /binh-luan:|integrity|Failed to load resource|wasm/i });

  for (const { what, ...answer } of [
    { what: 'is missing', status: 404, body: '' },
    { what: 'is corrupted', status: 200, contentType: 'application/wasm', body: 'wasm no more' },
  ]) {
    test(`${what} leaves the plain form, which posts`, async ({ page, server }) => {
      await page.route('**/*.wasm', (route) => route.fulfill(answer));
      await page.goto(server.article);
      const failed = page.waitForEvent('console', (message) => message.text().startsWith('binh-luan:'));
      const element = page.locator('binh-luan');
      await element.scrollIntoViewIfNeeded();
      await failed;
      await element.getByRole('textbox', { name: 'Ý kiến của bạn' }).fill(TEXT);
      await element.getByRole('textbox', { name: 'Họ và tên' }).fill('Nguyễn Thị Hạnh');
      await element.getByRole('button', { name: 'Gửi bình luận' }).click();
      await expect(page.getByText('Ý kiến của bạn đã được gửi và đang chờ biên tập.')).toBeVisible();
    });
  }
});

test.describe('an old browser', () => {
  test.use({ allowedErrors: /binh-luan|WebAssembly|customElements/ });

  for (const missing of ['WebAssembly', 'customElements']) {
    test(`without ${missing} leaves the plain form, which posts`, async ({ page, server }) => {
      await page.addInitScript((name) => {
        delete globalThis[name];
      }, missing);
      const complained = Promise.race([
        page.waitForEvent('console', (message) => message.text().startsWith('binh-luan:')),
        page.waitForEvent('pageerror'),
      ]);
      await page.goto(server.article);
      const element = page.locator('binh-luan');
      await element.scrollIntoViewIfNeeded();
      await complained;
      await element.getByRole('textbox', { name: 'Ý kiến của bạn' }).fill(TEXT);
      await element.getByRole('textbox', { name: 'Họ và tên' }).fill('Nguyễn Thị Hạnh');
      await element.getByRole('button', { name: 'Gửi bình luận' }).click();
      await expect(page.getByText('Ý kiến của bạn đã được gửi và đang chờ biên tập.')).toBeVisible();
    });
  }
});

test.describe('when the part for writing does not come', () => {
  test.use({ allowedErrors: /binh-luan:|Failed to (load|fetch)|net::ERR|participation/ });

  test('the reader is told, keeps the words, and sends them once it does', async ({ form, page }) => {
    await page.route('**/participation*', (route) => route.abort());
    await form.text.fill(TEXT);
    await form.send.click();
    await expect(form.element.getByText(/điều bạn viết vẫn còn đây/)).toBeVisible();
    await expect(form.text).toHaveValue(TEXT);

    await page.unroute('**/participation*');
    await form.write({ text: TEXT });
    await form.send.click();
    await expect(form.thanks).toBeVisible();
  });

  test('a page older than the build behind it says to load it again, and the words are there then', async ({ form, page }) => {
    await page.route('**/assets/participation*', (route) => route.fulfill({ status: 404, body: '' }));
    await form.text.fill(TEXT);
    await form.send.click();
    await expect(form.element.getByText(/hoặc tải lại trang/)).toBeVisible();

    await page.unroute('**/assets/participation*');
    await page.reload();
    await expect(form.text).toHaveValue(TEXT);
    await expect(form.name).toBeVisible();
  });
});

test('lines pasted from Word, PDF and Notes stay lines', async ({ form, page }) => {
  await form.write({
    text: 'Câu thứ nhất.\u2028Câu thứ hai.\u000bCâu thứ ba.\u000cCâu thứ tư.\u0085Câu thứ năm.',
    name: 'Lê\u000bVăn Tám',
  });
  const sent = page.waitForRequest((request) => request.method() === 'POST');
  await form.send.click();
  const { text, author } = (await sent).postDataJSON();
  expect(text).toBe('Câu thứ nhất.\nCâu thứ hai.\nCâu thứ ba.\nCâu thứ tư.\nCâu thứ năm.');
  expect(author.name).toBe('Lê Văn Tám');
});

test('blocked storage costs the draft, not the comment', async ({ page, server }) => {
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('blocked', 'SecurityError');
        },
      });
    }
  });
  await page.goto(server.article);
  const form = new CommentForm(page);
  await form.approach();
  await form.write({ text: TEXT });
  await form.send.click();
  await expect(form.thanks).toBeVisible();
});

test('the draft of an article is there in another tab, and not below another article', async ({ form, page, context, server }) => {
  await form.text.fill(TEXT);
  await expect.poll(() => page.evaluate(() => JSON.stringify(localStorage))).toContain(TEXT);
  const tab = new CommentForm(await context.newPage());
  await tab.page.goto(server.article);
  await tab.approach();
  await expect(tab.text).toHaveValue(TEXT);
  await tab.page.goto(`${server.article}cho-noi.html`);
  await tab.approach();
  await expect(tab.text).toHaveValue('');
});

test('text left a moment ago survives a closed page', async ({ form, page, context, server }) => {
  await form.text.pressSequentially('Đang viết dở thì hết pin');
  await page.close();
  const again = new CommentForm(await context.newPage());
  await again.page.goto(server.article);
  await again.approach();
  await expect(again.text).toHaveValue('Đang viết dở thì hết pin');
});

test('at 320 px, as at 400 % of a desktop screen, nothing runs out of the page', async ({ page, server }) => {
  await page.setViewportSize({ width: 320, height: 256 });
  await page.goto(server.article);
  const form = new CommentForm(page);
  await form.approach();
  await form.write({ text: 'Toi rat dong tinh voi bai viet nay.' });
  await form.send.click();
  await expect(form.sendAsIs).toBeVisible();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow).toBe(0);
});

test('a word without end wraps instead of widening the page', async ({ page, form, desk }) => {
  await form.write({ text: `Trời ơi ${'a'.repeat(300)}!` });
  await form.send.click();
  await expect(form.thanks).toBeVisible();
  await desk.publish('Nguyễn Thị Hạnh');
  await page.setViewportSize({ width: 360, height: 640 });
  await page.reload();
  await form.approach();
  await expect(form.comments).toHaveCount(1);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow).toBe(0);
});

test('in forced colors the form keeps its edges, and axe its peace', async ({ page, server }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await page.goto(server.article);
  const form = new CommentForm(page);
  await form.approach();
  for (const edge of [form.text, form.send]) {
    const style = await edge.evaluate((node) => getComputedStyle(node).borderTopStyle);
    expect(style).not.toBe('none');
  }
  // The colors are the reader's own here, not ours to judge.
  await expectAxeClean(page, { without: ['color-contrast'] });
});
