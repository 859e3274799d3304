// /embed, as whoever builds a page uses it: choose, see, copy; and what was copied does what it promises.
import { expectAxeClean } from './fixtures/axe.mjs';
import { startHostSite } from './fixtures/host-site.mjs';
import { expect, test } from './fixtures/test.mjs';
import { CommentForm } from './fixtures/widget.mjs';

test.use({
  serverConfig: '[sites.default]\nallowed_origins = ["*"]\n\n[sites.bao]\ndiacritics = "require"\n',
  permissions: ['clipboard-read', 'clipboard-write'],
});

/** The code under a heading. @param {import('@playwright/test').Page} page @param {string} name */
const code = (page, name) =>
  page
    .getByRole('article')
    .filter({ has: page.getByRole('heading', { name }) })
    .locator('code');

for (const [colorScheme, width] of /** @type {['light' | 'dark', number][]} */ ([
  ['light', 390],
  ['dark', 1280],
])) {
  test(`${colorScheme}, ${width} pixels wide: nothing for axe to find, nothing to scroll sideways for`, async ({ page, server }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${server.article}embed`);
    await expect(new CommentForm(page).text).toBeVisible();
    await expectAxeClean(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
}

test('a choice shows at once, in the widget and in the code, and stays in the address', async ({ page, server }) => {
  await page.goto(`${server.article}embed`);
  const form = new CommentForm(page);
  await expect(form.text).toBeVisible();
  await page.getByRole('combobox', { name: 'Trang báo' }).selectOption('default');
  await page.getByRole('combobox', { name: 'Màu' }).selectOption('dark');
  await page.getByRole('textbox', { name: 'Mã bài' }).fill('{{ post.id }}');
  await expect(code(page, 'Hai dòng')).toContainText('/v1/sites/default" page-id="{{ post.id }}" theme="dark"');
  await page.getByRole('combobox', { name: 'Ngôn ngữ' }).selectOption('en');
  await expect(page.locator('binh-luan').getByRole('button', { name: 'Send comment' })).toBeVisible();
  await expect(page).toHaveURL(/theme=dark&lang=en/);
  await page.reload();
  await expect(page.getByRole('combobox', { name: 'Màu' })).toHaveValue('dark');
  await expect(page.locator('binh-luan').getByRole('button', { name: 'Send comment' })).toBeVisible();
});

test('a wrong choice is said beside the code, and the next right one takes its place', async ({ page, server }) => {
  await page.goto(`${server.article}embed`);
  await page.getByRole('radio', { name: 'Theo địa chỉ bài' }).check();
  await page.getByRole('textbox', { name: 'Địa chỉ bài' }).fill('bao.vn');
  await expect(page.getByRole('alert')).toContainText('bắt đầu bằng https://');
  await page.getByRole('textbox', { name: 'Địa chỉ bài' }).fill('https://m.bao.vn/bai.html');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(code(page, 'Có sẵn biểu mẫu')).toContainText('name="page_id" value="bao.vn/bai.html"');
});

test('with the keyboard alone the code is copied', async ({ page, server }) => {
  await page.goto(`${server.article}embed`);
  const copy = page
    .getByRole('article')
    .filter({ has: page.getByRole('heading', { name: 'Hai dòng' }) })
    .getByRole('button');
  for (let presses = 0; presses < 30 && !(await copy.evaluate((button) => button === document.activeElement)); presses += 1)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Đã chép.')).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(await code(page, 'Hai dòng').textContent());
});

for (const name of ['Hai dòng', 'Tải trước, có kiểm tra', 'Có sẵn biểu mẫu']) {
  test(`pasted into a strict page, "${name}" shows the form and asks for no file twice`, async ({ page, server }) => {
    await page.goto(`${server.article}embed?site=default`);
    const [markup, policy] = await Promise.all([code(page, name).textContent(), code(page, 'Chính sách bảo mật').textContent()]);
    const host = await startHostSite();
    host.headers['content-security-policy'] = `default-src 'self'; ${policy}; require-trusted-types-for 'script'`;
    host.pages.bai = `<!doctype html><html lang="vi"><meta charset="utf-8"><title>Bài</title>${markup}`;
    /** @type {string[]} */
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    const listed = page.waitForResponse(/\/v1\/sites\/default\/comments\?/);
    await page.goto(`${host.origin}/bai`);
    await new CommentForm(page).approach();
    await listed;
    // As long as browsers wait before they complain of what was preloaded in vain.
    if (name !== 'Hai dòng') await page.waitForFunction(() => performance.now() > 5000);
    const files = asked.filter((url) => url.startsWith(server.article));
    expect(files.length).toBeGreaterThan(3);
    expect(new Set(files).size, files.join('\n')).toBe(files.length);
    await host.stop();
  });
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the choices still make the code, and the long one takes a comment', async ({ page, server }) => {
    await page.goto(`${server.article}embed`);
    await page.getByRole('combobox', { name: 'Trang báo' }).selectOption('default');
    await page.getByRole('textbox', { name: 'Mã bài' }).fill('bai-7');
    const host = await startHostSite();
    await page.getByRole('textbox', { name: 'Địa chỉ bài' }).fill(`${host.origin}/bai`);
    await page.getByRole('button', { name: 'Cập nhật' }).click();
    const markup = await code(page, 'Có sẵn biểu mẫu').textContent();
    host.pages.bai = `<!doctype html><html lang="vi"><meta charset="utf-8"><title>Bài</title>${markup}`;
    await page.goto(`${host.origin}/bai`);
    await page.getByRole('textbox', { name: 'Ý kiến của bạn' }).fill('Tôi đọc báo trên máy cũ, vẫn muốn góp một lời.');
    await page.getByRole('textbox', { name: 'Họ và tên' }).fill('Phạm Văn Đức');
    await page.getByRole('button', { name: 'Gửi bình luận' }).click();
    await expect(page.getByText('Ý kiến của bạn đã được gửi và đang chờ biên tập.')).toBeVisible();
    await host.stop();
  });
});
