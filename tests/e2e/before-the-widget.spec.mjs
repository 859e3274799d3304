// What a reader does in the first moments, while the widget's code is still on its way, is kept.
import { expect, test } from './fixtures/test.mjs';
import { CommentForm } from './fixtures/widget.mjs';

const TWO_LINES = 'variants/attributes.html';

/** Lets the widget's wasm travel only when told. */
async function holdWasm(page) {
  /** @type {() => void} */
  let release = () => {};
  const released = new Promise((done) => {
    release = () => done(undefined);
  });
  await page.route('**/assets/widget-*.wasm', async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

/** @param {import("@playwright/test").Locator} element The widget is whole: what it adds to the beginning of the form is there. */
const whole = (element) => expect(element.locator('#comments')).toBeAttached();

test('with two lines, text, caret and keyboard stay in the same field', async ({ page, server }) => {
  const release = await holdWasm(page);
  await page.goto(server.article + TWO_LINES);
  const form = new CommentForm(page);
  await form.text.click();
  await page.keyboard.type('Đường ngập');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  const field = await form.text.elementHandle();
  await field?.evaluate((node) => {
    node.setAttribute('data-seen', 'at first');
    node.addEventListener('blur', () => node.setAttribute('data-left', ''));
  });
  const place = await form.text.boundingBox();

  release();
  await whole(form.element);

  await page.keyboard.type('!');
  await expect(form.text).toHaveValue('Đường ng!ập');
  await expect(form.text).toHaveAttribute('data-seen', 'at first');
  await expect(form.text).not.toHaveAttribute('data-left');
  expect(await form.text.boundingBox()).toEqual(place);
  // The reader has begun, so what writing needs is fetched without another move.
  await expect(form.name).toBeVisible();
});

test('with two lines, a press before the code sends once it is there', async ({ page, server }) => {
  const release = await holdWasm(page);
  await page.goto(server.article + TWO_LINES);
  const form = new CommentForm(page);
  await form.text.fill('Cầu mới thông xe, dân làng mừng lắm.');
  await form.send.click();
  release();
  // Nobody is named yet: the press is answered by the question for the name.
  await expect(form.name).toBeFocused();
  await form.name.fill('Nguyễn Thị Hạnh');
  await form.send.click();
  await expect(form.thanks).toBeVisible();
});

test('with two lines, what was typed before the code came outlives the page', async ({ page, server }) => {
  await holdWasm(page);
  await page.goto(server.article + TWO_LINES);
  const form = new CommentForm(page);
  await form.text.fill('Viết dở thì phải đi.');
  await page.unroute('**/assets/widget-*.wasm');
  await page.reload();
  await whole(form.element);
  await expect(form.text).toHaveValue('Viết dở thì phải đi.');
});

test('with two lines, what was typed before the code came stays with its article', async ({ page, server }) => {
  const release = await holdWasm(page);
  await page.goto(server.article + TWO_LINES);
  const form = new CommentForm(page);
  await form.text.fill('Chuyện của bài thứ nhất.');
  const show = (id) => form.element.evaluate((element, article) => element.setAttribute('page-id', article), id);
  await show('bai-thu-hai');
  await expect(form.text).toHaveValue('');
  release();
  await whole(form.element);
  await expect(form.text).toHaveValue('');
  await show('cach-thuoc-tinh');
  await expect(form.text).toHaveValue('Chuyện của bài thứ nhất.');
});

test('with two lines, shortcuts of the page do not hear what is typed before the code comes', async ({ page, server }) => {
  await holdWasm(page);
  await page.goto(server.article + TWO_LINES);
  await page.evaluate(() => {
    addEventListener('keydown', ({ key }) => document.body.setAttribute('data-heard', key));
  });
  const form = new CommentForm(page);
  await form.text.press('s');
  await expect(form.text).toHaveValue('s');
  await expect(page.locator('body')).not.toHaveAttribute('data-heard');
});

test.describe('when the code does not come', () => {
  test.use({ allowedErrors: /binh-luan:|Failed to (load|fetch)|net::ERR/ });

  test('the text stays, there is a way on, and another press tries again', async ({ page, server }) => {
    await page.route('**/assets/widget-*.wasm', (route) => route.abort());
    await page.goto(server.article + TWO_LINES);
    const form = new CommentForm(page);
    await form.text.fill('Chờ mãi không thấy nút gửi chạy.');
    const link = form.element.getByRole('link', { name: 'Bình luận' });
    await expect(link).toBeVisible();
    // Right below the form, not below the room for comments that do not come.
    const [sent, wayOn] = [await form.send.boundingBox(), await link.boundingBox()];
    expect((wayOn?.y || 0) - (sent?.y || 0)).toBeLessThan(100);
    await page.unroute('**/assets/widget-*.wasm');
    await form.send.click();
    await whole(form.element);
    await expect(form.text).toHaveValue('Chờ mãi không thấy nút gửi chạy.');
    await expect(form.name).toBeFocused();
  });
});

test('in the plain form inside the element, text, caret and keyboard go over', async ({ page, server }) => {
  const release = await holdWasm(page);
  await page.goto(server.article);
  const element = page.locator('binh-luan');
  await element.scrollIntoViewIfNeeded();
  const plain = element.locator('form[action] [name=text]');
  await plain.click();
  await page.keyboard.type('Đường ngập');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Shift+ArrowLeft');
  release();
  await whole(element);
  const form = new CommentForm(page);
  await expect(form.text).toBeFocused();
  await page.keyboard.type('?');
  await expect(form.text).toHaveValue('Đường n?ập');
});

test('a word that is being composed is finished before the widget takes over', async ({ page, server }) => {
  const release = await holdWasm(page);
  const listens = page.waitForEvent('requestfinished', (request) => /widget-.*\.js$/.test(request.url()));
  await page.goto(server.article);
  const element = page.locator('binh-luan');
  await element.scrollIntoViewIfNeeded();
  const plain = element.locator('form[action] [name=text]');
  await plain.click();
  await page.keyboard.type('Tôi nghĩ ');
  await listens;
  const session = await page.context().newCDPSession(page);
  await session.send('Input.imeSetComposition', { text: 'vậ', selectionStart: 2, selectionEnd: 2 });
  release();
  await session.send('Input.imeSetComposition', { text: 'vậy', selectionStart: 3, selectionEnd: 3 });
  await session.send('Input.insertText', { text: 'vậy' });
  await whole(element);
  await expect(new CommentForm(page).text).toHaveValue('Tôi nghĩ vậy');
});

test('many comments are drawn some at a time, all of them, in order', async ({ page, server }) => {
  const comments = Array.from({ length: 100 }, (_, index) => ({
    id: `c${index}`,
    parent_id: null,
    author: { name: `Bạn đọc ${index}`, signed_in: false },
    text: `Ý kiến thứ ${index}`,
    edited: false,
    created_at: '2026-01-02T03:04:05Z',
    published_at: '2026-01-02T03:05:05Z',
    like_count: 0,
    reply_count: 0,
    replies: [],
  }));
  await page.route('**/comments?*', (route) =>
    route.fulfill({
      json: {
        page: { id: 'x', state: 'open' },
        policy: { diacritics: 'ask', max_text_chars: 2000, max_name_chars: 80, guests: true },
        count: 100,
        comments,
        next_cursor: null,
      },
    }),
  );
  await page.goto(server.article + TWO_LINES);
  const drawn = page.locator('binh-luan .comment .author');
  await expect(drawn).toHaveText(comments.map(({ author }) => author.name));
});

for (const how of ['us', "the page's own styles"]) {
  test(`a short list keeps its room, by ${how}, until the reader does something`, async ({ page, server }) => {
    if (how !== 'us')
      await page.route(`**/${TWO_LINES}`, async (route) => {
        const response = await route.fetch();
        const html = (await response.text())
          .replace('</head>', '<style>binh-luan { display: block; min-height: 100vh }</style></head>')
          .replace('"></binh-luan>', '"><p>Sắp có chỗ viết.</p></binh-luan>');
        await route.fulfill({ body: html, contentType: 'text/html; charset=utf-8' });
      });
    await page.goto(server.article + TWO_LINES);
    const element = page.locator('binh-luan');
    await whole(element);
    await expect(element.getByText('Chưa có bình luận nào.')).toBeVisible();
    const height = () => element.evaluate((node) => node.getBoundingClientRect().height);
    expect(await height()).toBeGreaterThanOrEqual(page.viewportSize()?.height || 0);
    await page.keyboard.press('Shift');
    await expect.poll(height).toBeLessThan(page.viewportSize()?.height || 0);
  });
}
