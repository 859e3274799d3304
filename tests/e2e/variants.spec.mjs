// Every way of embedding that the documentation shows, opened and used.
import { expectAxeClean } from './fixtures/axe.mjs';
import { expect, test } from './fixtures/test.mjs';
import { CommentForm } from './fixtures/widget.mjs';

const TEXT = 'Cách nhúng này chạy tốt, cảm ơn tòa soạn.';

/** Opens one of the pages of www/variants. */
async function open(page, server, name) {
  await page.goto(`${server.article}variants/${name}.html`);
}

async function sendOne(form, text = TEXT) {
  await form.approach();
  await form.write({ text });
  await form.send.click();
  await expect(form.thanks).toBeVisible();
}

for (const name of ['attributes', 'json', 'form-only', 'themed']) {
  test(`${name}: a comment is taken`, async ({ page, server }) => {
    await open(page, server, name);
    await sendOne(new CommentForm(page));
  });
}

test('json: the settings inside the element count', async ({ page, server }) => {
  const listed = page.waitForRequest(/\/v1\/sites\/default\/comments\?/);
  await open(page, server, 'json');
  const form = new CommentForm(page);
  await form.approach();
  const query = new URL((await listed).url()).searchParams;
  expect(Object.fromEntries(query)).toMatchObject({ page_id: 'cach-json', sort: 'oldest', limit: '5' });
});

test('form-only: no list is asked for', async ({ page, server }) => {
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await open(page, server, 'form-only');
  await new CommentForm(page).approach();
  expect(asked.filter((url) => /\/comments\?/.test(url))).toEqual([]);
});

test('require: unmarked text has no way out but marks', async ({ page, server }) => {
  await open(page, server, 'require');
  const form = new CommentForm(page);
  await form.approach();
  await form.write({ text: 'Toi rat dong tinh voi bai viet nay.' });
  await form.send.click();
  await expect(form.text).toHaveAttribute('aria-invalid', 'true');
  await expect(form.sendAsIs).toBeHidden();
});

test('english: the widget speaks English', async ({ page, server }) => {
  await open(page, server, 'english');
  const element = page.locator('binh-luan');
  await element.scrollIntoViewIfNeeded();
  await expect(element.getByRole('heading', { name: /^Comments/ })).toBeVisible();
  await expect(element.getByRole('button', { name: 'Send comment' })).toBeVisible();
});

test('mount: opens, closes and opens again with the draft', async ({ page, server }) => {
  await open(page, server, 'mount');
  const form = new CommentForm(page);
  await page.getByRole('button', { name: 'Mở bình luận' }).click();
  await form.approach();
  await form.text.fill(TEXT);
  await page.getByRole('button', { name: 'Đóng bình luận' }).click();
  await expect(page.locator('binh-luan')).toHaveCount(0);
  await page.getByRole('button', { name: 'Mở bình luận' }).click();
  await form.approach();
  await expect(form.text).toHaveValue(TEXT);
});

test('late: the loader comes late and twice, and draws one form', async ({ page, server }) => {
  await open(page, server, 'late');
  const form = new CommentForm(page);
  await expect(form.text).toBeHidden();
  await page.getByRole('button', { name: 'Thêm script' }).click();
  await expect(form.text).toBeVisible();
  await expect(form.text).toHaveCount(1);
});

test('several: each keeps its own text', async ({ page, server }) => {
  await open(page, server, 'several');
  const [first, second] = [0, 1].map((nth) => new CommentForm(page, page.locator('binh-luan').nth(nth)));
  await first.approach();
  await second.approach();
  await first.text.fill('Ý kiến về câu hỏi thứ nhất.');
  await expect(second.text).toHaveValue('');
  await sendOne(second);
  await expect(first.text).toHaveValue('Ý kiến về câu hỏi thứ nhất.');
});

test('spa: another article has another draft, and the first comes back', async ({ page, server }) => {
  await open(page, server, 'spa');
  const form = new CommentForm(page);
  await form.approach();
  await form.text.fill('Bản nháp của bài một.');
  await page.getByRole('link', { name: 'Bài hai' }).click();
  await expect(form.text).toHaveValue('');
  await page.getByRole('link', { name: 'Bài một' }).click();
  await expect(form.text).toHaveValue('Bản nháp của bài một.');
});

test('counts: all counts come in one request', async ({ page, server, form, desk }) => {
  await form.write({ text: TEXT });
  await form.send.click();
  await expect(form.thanks).toBeVisible();
  await desk.publish('Nguyễn Thị Hạnh');

  const counts = [];
  page.on('request', (request) => {
    if (request.url().includes('/counts?')) counts.push(request.url());
  });
  await open(page, server, 'counts');
  const main = page.getByRole('main');
  await expect(main.getByRole('listitem').filter({ hasText: 'Công tác dân vận' }).first()).toContainText('1');
  expect(counts).toHaveLength(1);
  await expect(page.getByRole('region', { name: 'Bình luận nhiều' }).getByRole('listitem')).toHaveCount(1);
});

test.describe('wasm refused', () => {
  test.use({ allowedErrors: /WebAssembly|wasm|Content Security Policy|unsafe-eval|binh-luan/i });

  test('the form inside stays and posts', async ({ page, server }) => {
    const refused = page.waitForEvent('console', (message) => message.text().startsWith('binh-luan:'));
    await open(page, server, 'wasm-refused');
    await refused;
    await page.getByRole('textbox', { name: 'Ý kiến của bạn' }).fill(TEXT);
    await page.getByRole('textbox', { name: 'Họ và tên' }).fill('Nguyễn Thị Hạnh');
    await page.getByRole('button', { name: 'Gửi bình luận' }).click();
    await expect(page.getByText('Ý kiến của bạn đã được gửi và đang chờ biên tập.')).toBeVisible();
  });
});

test('the list of ways leads to pages that axe finds clean', async ({ page, server }) => {
  await open(page, server, 'index');
  const names = await page
    .getByRole('main')
    .getByRole('link')
    .evaluateAll((/** @type {HTMLAnchorElement[]} */ links) => links.map((link) => link.href));
  expect(names.length).toBeGreaterThan(10);
  for (const address of names.filter((href) => !href.includes('wasm-refused'))) {
    await page.goto(address);
    await expectAxeClean(page);
  }
});
