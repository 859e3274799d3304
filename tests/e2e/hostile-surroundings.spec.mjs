// A page, its addresses and its files that mean no good: the widget goes on, or stops before it is harmed.
import { expect, test } from './fixtures/test.mjs';
import { PUBLISHES_AT_ONCE, post } from './fixtures/thread.mjs';
import { CommentForm } from './fixtures/widget.mjs';

test('one address that no browser can read costs the list of most commented no other', async ({ page, server }) => {
  const pages = [
    { id: 'a', url: 'https://[/', title: 'Hỏng', count: 9 },
    { id: 'b', url: 'javascript:alert(1)', title: 'Mã độc', count: 8 },
    { id: 'c', url: 'https://bao.example/c', title: 'Bài thật', count: 7 },
  ];
  await page.route('**/most-commented*', (route) => route.fulfill({ json: { pages } }));
  await page.goto(server.article);
  await expect(page.locator('binh-luan-top').getByRole('link')).toHaveText(['Bài thật']);
});

test('only a script tells the loader where it comes from', async ({ page, server }) => {
  await page.route('**/*.html', async (route) => route.fallback());
  await page.route(server.article, async (route) => {
    const response = await route.fetch();
    const body = (await response.text())
      .replace('<head>', '<head><link data-bait src="https://evil.example/binh-luan.js">')
      .replace(/<script([^>]*binh-luan\.js[^>]*)>/, '<script type="module"$1>');
    await route.fulfill({ response, body });
  });
  await page.goto(server.article);
  expect(await page.locator('[data-bait]').count()).toBe(1);
  expect(await page.locator('script[type=module][src*="binh-luan.js"]').count()).toBe(1);
  await new CommentForm(page).approach();
});

test.describe('a wrapper around fetch that hands on address and options alone', () => {
  test.use({ serverConfig: PUBLISHES_AT_ONCE });

  test('lets a comment through', async ({ page, server }) => {
    await page.addInitScript(() => {
      const original = window.fetch;
      window.fetch = (url, init) => original(typeof url === 'string' ? url : /** @type {Request} */ (url).url, init);
    });
    await post(server, { text: 'Mở đầu câu chuyện.' });
    await page.goto(server.article);
    const form = new CommentForm(page);
    await form.approach();
    const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/comments'));
    await form.write({ text: 'Trang này bọc hàm tải dữ liệu lại.' });
    await form.send.click();
    expect(await (await sent).headerValue('idempotency-key')).toMatch(/^[0-9a-f]{32}$/);
    await expect(form.comments.filter({ hasText: 'Trang này bọc' })).toHaveCount(1);
  });
});

test.describe('a browser that does not know `modulepreload`', () => {
  // Nor does it know Trusted Types, which came later.
  const pretend = async (page) => {
    await page.addInitScript(() => {
      const { supports } = DOMTokenList.prototype;
      DOMTokenList.prototype.supports = function known(token) {
        return token !== 'modulepreload' && supports.call(this, token);
      };
    });
    await page.route('**/*', async (route) => {
      if (route.request().resourceType() !== 'document') return route.fallback();
      const response = await route.fetch();
      const policy = response.headers()['content-security-policy'].replace(/;? *require-trusted-types-for 'script'/, '');
      await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
    });
  };

  test('runs the files of the build', async ({ page, server }) => {
    await pretend(page);
    await page.goto(server.article);
    const form = new CommentForm(page);
    await form.approach();
    await form.write({ text: 'Trình duyệt cũ vẫn gửi được.' });
    await form.send.click();
    await expect(form.thanks).toBeVisible();
  });

  test.describe('does not run a script that was changed', () => {
    test.use({ allowedErrors: /integrity|binh-luan:|Failed to/ });

    for (const old of [true, false]) {
      test(old ? 'there' : 'nor does any other', async ({ page, server }) => {
        if (old) await pretend(page);
        await page.route('**/assets/widget-*.js', async (route) => {
          const response = await route.fetch();
          await route.fulfill({ response, body: `window.harmed = true;${await response.text()}` });
        });
        const failed = page.waitForEvent('console', (message) => message.text().startsWith('binh-luan:'));
        await page.goto(server.article);
        await page.locator('binh-luan').scrollIntoViewIfNeeded();
        await failed;
        expect(await page.evaluate(() => 'harmed' in window)).toBe(false);
      });
    }
  });
});

test('a name of towering marks and turned direction stays in its place; accounts are told from guests', async ({ page, server }) => {
  const comment = (id, author) => ({ id, author, text: 'Hay.', created_at: '2026-01-02T03:05:05Z', published_at: '2026-01-02T03:05:05Z' });
  const tower = `A${'\u0489\u0336\u033f'.repeat(26)}`;
  await page.route('**/comments?*', async (route) => {
    const response = await route.fetch();
    const list = await response.json();
    const comments = [comment('c1', { name: tower }), comment('c2', { name: 'חיים' }), comment('c3', { name: 'An', signed_in: true })];
    await route.fulfill({ response, json: { ...list, count: 3, comments } });
  });
  await page.goto(server.article);
  const form = new CommentForm(page);
  await form.approach();
  await expect(form.comments).toHaveCount(3);
  const author = form.element.locator('[id="binh-luan-c1"] .author');
  expect(await author.evaluate((node) => getComputedStyle(node).overflowY)).toBe('clip');
  expect(await form.element.locator('.author').evaluateAll((nodes) => nodes.map((node) => getComputedStyle(node).unicodeBidi))).toEqual([
    'isolate',
    'isolate',
    'isolate',
  ]);
  await expect(form.element.getByText('có tài khoản', { exact: true }).filter({ visible: true })).toHaveCount(1);
  await expect(form.comments.nth(2)).toContainText('có tài khoản');
});
