// The widget in other houses' pages: each file of `host-pages/` does one thing that pages do, and its
// readers read, are asked for marks, get them, and send.
import { readdirSync } from 'node:fs';
import { startHostSite } from './fixtures/host-site.mjs';
import { expect, test as base } from './fixtures/test.mjs';
import { post } from './fixtures/thread.mjs';
import { CommentForm } from './fixtures/widget.mjs';

const POLICY = "default-src 'none'; connect-src ORIGIN; style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

/**
 * What is not as on a page that does nothing.
 * @typedef {object} Host
 * @property {Record<string, string>} [headers] of the page
 * @property {string} [fontSize] of the widget's text, where it is not 16 px
 * @property {'light' | 'dark'} [theme] of the page, where it is not light
 * @property {RegExp} [allowed] what the page itself makes the browser complain about
 * @property {string} [pageId] where it is not the page's name
 */
/** @type {Record<string, Host>} */
const HOSTS = {
  'text-of-fourteen-pixels': { fontSize: '14px' },
  'tiny-text': { fontSize: '14px' },
  'text-of-no-size': { fontSize: '14px' },
  'dark-page': { theme: 'dark' },
  'strict-policy': { headers: { 'content-security-policy': `${POLICY}; script-src ORIGIN 'wasm-unsafe-eval'` } },
  'nonce-policy': { headers: { 'content-security-policy': `${POLICY}; script-src 'nonce-tu-khoa' 'wasm-unsafe-eval'` } },
  isolated: { headers: { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' } },
  'no-referrer': { headers: { 'referrer-policy': 'no-referrer' } },
  'windows-1258': { headers: { 'content-type': 'text/html; charset=windows-1258' } },
  frame: { pageId: 'framed' },
  sandboxed: { pageId: 'framed', allowed: /allow-scripts and allow-same-origin/ },
  'id-without-end': { pageId: `${'cong-tac-dan-van-'.repeat(20)}2025`.slice(-200) },
  // Refused once under the address of another house; the developer is told, the reader is not.
  'canonical-elsewhere': { allowed: /page\.url page_url_not_allowed/ },
  'address-elsewhere': { allowed: /page\.url page_url_not_allowed/ },
};
/** Told of in tests of their own. */
const OWN_TESTS = ['framed', 'darkened-later', 'turbo-next', 'settings-unreadable'];

const UNMARKED = 'Toi khen ky su, bai viet nay rat hay.';
const PUBLISHED = 'Cầu mới thông xe, bà con đi lại đỡ vất vả.';

/** @type {import('./fixtures/test.mjs').TestWith<{host: import('./fixtures/host-site.mjs').HostSite}>} */
const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from the pattern
  host: async ({}, use) => {
    const site = await startHostSite();
    await use(site);
    await site.stop();
  },
  serverConfig: async ({ host }, use) => {
    await use(`[rate_limits]\ncomments_per_minute = 0\n[sites.default]\npublish = "at_once"\nallowed_origins = ["${host.origin}"]\n`);
  },
  // Readers of light pages with dark devices are many; no page of theirs may get light letters.
  colorScheme: 'dark',
});

/** Opens a page with one published comment, and whatever it keeps its comments behind. */
async function open(page, server, host, name, headers = {}, pageId = name) {
  // The same text twice would wait for an editor.
  await post(server, { text: `${PUBLISHED} (${pageId.slice(-12)})`, page: pageId });
  host.widgetOrigin = new URL(server.article).origin;
  host.headers = headers;
  await page.goto(`${host.origin}/${name}`);
  const opener = page.locator('[data-open]');
  if ((await opener.count()) > 0) await opener.click();
  const frame = page.locator('iframe');
  const place = (await frame.count()) > 0 ? page.frameLocator('iframe') : page;
  return new CommentForm(page, place.locator('binh-luan').first());
}

/** What a page could have changed of the widget's looks, of its parts that matter most. */
function looks(element) {
  const root = element.shadowRoot;
  const properties =
    'color cursor direction fontStyle fontVariant fontWeight fontStretch letterSpacing lineHeight textAlign textIndent textShadow textTransform userSelect visibility whiteSpace wordBreak wordSpacing writingMode hyphens float webkitTextFillColor webkitTextStrokeWidth webkitTextSecurity'.split(
      ' ',
    );
  const found = {};
  for (const selector of ['.widget', 'h2', '#notice', 'textarea', '#send', '.author', '.text', '.act']) {
    const style = getComputedStyle(root.querySelector(selector));
    for (const property of properties) found[`${selector} ${property}`] = style[property];
  }
  const { fontSize } = getComputedStyle(root.querySelector('.text'));
  const text = root.querySelector('textarea');
  return {
    fontSize,
    field: getComputedStyle(text).fontSize,
    found,
    overflows: root.firstElementChild.scrollWidth > root.firstElementChild.clientWidth + 1,
    hidden: getComputedStyle(root.querySelector('[hidden]')).display,
    theme: root.firstElementChild.dataset.theme,
    small: [...root.querySelectorAll('button')].filter((one) => one.clientHeight > 0 && one.clientHeight < 24).length,
  };
}

/** Line heights are lengths: told as so many times the size of the letters around. */
function relative({ found, fontSize }) {
  const told = { ...found };
  for (const [name, value] of Object.entries(found)) {
    if (name.endsWith('lineHeight')) told[name] = (parseFloat(value) / parseFloat(fontSize)).toFixed(1);
  }
  return told;
}

const names = readdirSync(new URL('./host-pages', import.meta.url)).map((file) => file.replace(/\.html$/, ''));

test('every host that is told of has its page', () => {
  expect(names).toEqual(expect.arrayContaining([...Object.keys(HOSTS), ...OWN_TESTS]));
});

for (const name of names.filter((one) => !OWN_TESTS.includes(one))) {
  const { headers, fontSize = '16px', theme = 'light', pageId, allowed = null } = HOSTS[name] ?? {};
  const journey = allowed ? test.extend({ allowedErrors: allowed }) : test;
  journey(`${name}: read, liked, asked, marked, sent`, async ({ page, server, host }) => {
    const form = await open(page, server, host, name, headers, pageId);
    await form.approach();
    await expect(form.comments.filter({ hasText: PUBLISHED })).toBeVisible();

    const seen = await form.element.evaluate(looks);
    expect(seen).toMatchObject({ fontSize, theme, hidden: 'none', overflows: false, small: 0, field: '16px' });
    if (name !== 'plain' && theme === 'light') {
      const plain = await page.context().newPage();
      const undisturbed = await open(plain, server, host, 'plain');
      await undisturbed.approach();
      await expect(undisturbed.comments.first()).toBeVisible();
      const wanted = relative(await undisturbed.element.evaluate(looks));
      await plain.close();
      // Smaller text has fields of 16 px all the same, so their lines differ from the text's.
      const told = fontSize === '16px' ? relative(seen) : { ...relative(seen), 'textarea lineHeight': wanted['textarea lineHeight'] };
      expect(told).toEqual(wanted);
    }

    const liked = page.waitForResponse((response) => response.url().endsWith('/like') && response.request().method() === 'PUT');
    await form.comments.filter({ hasText: PUBLISHED }).getByRole('button', { name: /Thích/ }).click();
    expect((await liked).ok()).toBe(true);

    // By keys, as a page would hear them.
    await form.text.click();
    await page.keyboard.type(UNMARKED);
    await expect(form.text).toHaveValue(UNMARKED);
    await form.send.click();
    await expect(form.sendAsIs).toBeVisible();
    await form.restoreMarks.click();
    await form.element.getByRole('button', { name: 'Dùng bản này' }).click();
    const text = await form.text.inputValue();
    expect(text).toMatch(/^Tôi khen/);
    await form.name.click();
    await page.keyboard.type('Lan Anh');
    await form.send.click();
    const own = form.comments.filter({ hasText: text });
    await expect(own).toBeVisible();
    expect(await own.locator('.by').innerText()).not.toMatch(/·\s*$/);
    await expect(form.text).toHaveValue('');
  });
}

test('darkened-later: the widget follows the page', async ({ page, server, host }) => {
  const form = await open(page, server, host, 'darkened-later');
  await form.approach();
  const section = form.element.locator('.widget');
  await expect(section).toHaveAttribute('data-theme', 'light');
  await form.text.fill('Đang viết dở');
  await page.locator('[data-darken]').click();
  await expect(section).toHaveAttribute('data-theme', 'dark');
  await form.element.evaluate((element) => element.setAttribute('theme', 'light'));
  await expect(section).toHaveAttribute('data-theme', 'light');
  await form.element.evaluate((element) => element.setAttribute('theme', 'dark'));
  await expect(section).toHaveAttribute('data-theme', 'dark');
  await expect(form.text).toHaveValue('Đang viết dở');
});

test('endless: the next article has comments of its own', async ({ page, server, host }) => {
  await post(server, { text: `${PUBLISHED} (2)`, page: 'endless-2' });
  const first = await open(page, server, host, 'endless');
  await first.approach();
  const second = new CommentForm(page, page.locator('binh-luan').nth(1));
  await second.approach();
  await expect(second.comments).toHaveText([/\(2\)/]);
  await first.text.fill('Đang viết ở bài một.');
  await second.write({ text: 'Tôi rất đồng tình với bài hai.' });
  await second.send.click();
  await expect(second.comments).toHaveCount(2);
  await expect(first.comments).toHaveCount(1);
  await expect(first.text).toHaveValue('Đang viết ở bài một.');
});

test('turbo: the next page has its own comments, and the way back brings the text back', async ({ page, server, host }) => {
  await post(server, { text: `${PUBLISHED} (next)`, page: 'turbo-next' });
  const form = await open(page, server, host, 'turbo');
  await form.approach();
  await form.text.fill('Đang viết dở thì đi xem bài khác.');
  await page.getByRole('link', { name: 'Bài sau' }).click();
  await expect(page).toHaveURL(/turbo-next$/);
  await form.approach();
  await expect(form.text).toHaveValue('');
  await expect(form.comments).toHaveText([/\(next\)/]);
  await page.goBack();
  await expect(page).toHaveURL(/turbo$/);
  await form.approach();
  await expect(form.text).toHaveValue('Đang viết dở thì đi xem bài khác.');
  await expect(form.comments).toHaveText([/\(turbo\)/]);
});

test('a list page with a hundred long ids: no address is longer than servers take', async ({ page, server, host }) => {
  const ids = Array.from(
    { length: 100 },
    (_, number) => `https://bao.example.vn/xã-hội/bài-viết-về-chuyện-đường-sá-và-cầu-cống-ở-quê-${number}`,
  );
  await post(server, { text: PUBLISHED, page: ids[99] });
  const long = `${'cong-tac-dan-van-'.repeat(20)}2025`;
  await post(server, { text: `${PUBLISHED} (2)`, page: long.slice(-200) });
  host.widgetOrigin = new URL(server.article).origin;
  const count = (id) => `<binh-luan-count page-id="${id}" endpoint="ORIGIN/v1/sites/default">?</binh-luan-count>`;
  host.pages.list = `<!DOCTYPE html><meta charset="utf-8">LOADER${[...ids, long].map(count).join('')}`;
  const asked = [];
  page.on('request', (request) => {
    if (request.url().includes('/counts?')) asked.push(request.url());
  });
  await page.goto(`${host.origin}/list`);
  await expect(page.locator('binh-luan-count')).toHaveText([...ids.slice(0, 99).map(() => '0'), '1', '1']);
  expect(Math.max(...asked.map((url) => url.length))).toBeLessThan(6_000);
});

test.describe('with settings that cannot be read', () => {
  test.use({ allowedErrors: /binh-luan:/ });

  test('the widget stops, and leads nowhere', async ({ page, server, host }) => {
    host.widgetOrigin = new URL(server.article).origin;
    await page.addInitScript(() => {
      addEventListener('binhluan-error', (event) => {
        document.documentElement.dataset.failed = /** @type {CustomEvent} */ (event).detail;
      });
    });
    const asked = page.waitForRequest(/\/v1\//, { timeout: 2_000 }).then(String, () => 'nothing');
    await page.goto(`${host.origin}/settings-unreadable`);
    await page.locator('binh-luan').scrollIntoViewIfNeeded();
    await expect(page.locator('html')).toHaveAttribute('data-failed', 'load_failed');
    await expect(page.locator('binh-luan').getByRole('link')).toHaveCount(0);
    expect(await asked).toBe('nothing');
  });
});

test('hidden: the attribute hides the element', async ({ page, server, host }) => {
  const form = await open(page, server, host, 'plain');
  await form.approach();
  await form.element.evaluate((element) => element.setAttribute('hidden', ''));
  await expect(form.heading).toBeHidden();
});

test('print: what is written and pressed stays off the paper', async ({ page, server, host }) => {
  const form = await open(page, server, host, 'plain');
  await form.approach();
  await page.emulateMedia({ media: 'print' });
  await expect(form.comments.filter({ hasText: PUBLISHED })).toBeVisible();
  await expect(form.text).toBeHidden();
  await expect(form.element.getByRole('button')).toHaveCount(0);
});

test('going back: the text is still there', async ({ page, server, host }) => {
  const form = await open(page, server, host, 'plain');
  await form.approach();
  await form.text.fill('Đang viết dở thì đi xem bài khác.');
  await page.goto(`${host.origin}/justified`);
  await page.goBack();
  await form.approach();
  await expect(form.text).toHaveValue('Đang viết dở thì đi xem bài khác.');
});

test('piled marks and turned names stay in their own comment', async ({ page, server, host }) => {
  const piled = `Bài hay${'\u0301'.repeat(30)} lắm.`;
  await post(server, { text: piled, page: 'plain' });
  const form = await open(page, server, host, 'plain');
  await form.approach();
  await expect(form.comments).toHaveCount(2);
  const clipped = await form.element.evaluate((element) =>
    ['.author', '.text', '.mark'].map((one) => {
      const { overflow, unicodeBidi } = getComputedStyle(element.shadowRoot.querySelector(one));
      return `${overflow} ${unicodeBidi}`;
    }),
  );
  expect(clipped).toEqual(Array(3).fill('clip isolate'));
});

test.describe('without the wasm', () => {
  test.use({ allowedErrors: /wasm|WebAssembly|binh-luan|ERR_FAILED/i });
  for (const [name, thread] of [
    ['plain', 'plain'],
    ['settings-with-line-breaks', 'settings-with-line-breaks'],
  ]) {
    test(`${name}: the link leads to the same thread`, async ({ page, server, host }) => {
      const form = await open(page, server, host, name, { 'content-security-policy': "script-src 'self' ORIGIN; connect-src *" });
      const link = form.element.getByRole('link', { name: 'Bình luận' });
      await expect(link).toHaveAttribute('href', `${host.widgetOrigin}/v1/sites/default/threads/${thread}`);
    });
  }

  test('the network comes back: the form comes too', async ({ page, server, host }) => {
    let isOnline = false;
    await page.route(/widget.*\.wasm/, (route) => (isOnline ? route.continue() : route.abort()));
    const form = await open(page, server, host, 'plain');
    await form.element.scrollIntoViewIfNeeded();
    await expect(form.element.getByRole('link', { name: 'Bình luận' })).toBeVisible();
    isOnline = true;
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await expect(form.text).toBeVisible();
  });
});

test('an address from which one reader came is not the article’s', async ({ page, server, host }) => {
  host.widgetOrigin = new URL(server.article).origin;
  await page.goto(`${host.origin}/plain?id=7&fbclid=abc&utm_source=zalo#ykien`);
  const form = new CommentForm(page);
  await form.approach();
  await form.write({ text: 'Bài viết này rất hay, cảm ơn tòa soạn.' });
  const sent = page.waitForRequest((request) => request.method() === 'POST');
  await form.send.click();
  expect((await sent).postDataJSON().page.url).toBe(`${host.origin}/plain?id=7`);
});
