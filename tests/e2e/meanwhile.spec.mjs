// What happens while answers are on their way: readers write on, pages change, people take turns.
import { hold } from './fixtures/hold.mjs';
import { SECRET, sign } from './fixtures/reader-token.mjs';
import { expect, test } from './fixtures/test.mjs';
import { PUBLISHES_AT_ONCE, post, postMany } from './fixtures/thread.mjs';
import { CommentForm } from './fixtures/widget.mjs';

const COMMENTS = /\/v1\/sites\/default\/comments$/;
const LIST = /\/v1\/sites\/default\/comments\?/;

/** Bodies that were posted as comments. */
function posted(page) {
  const bodies = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && COMMENTS.test(request.url())) bodies.push(request.postDataJSON());
  });
  return bodies;
}

test.describe('writing on', () => {
  test.use({ allowedErrors: /Failed to load resource|net::ERR/ });

  test('after sending, what is added is neither sent by itself nor cleared', async ({ form, page, context }) => {
    const bodies = posted(page);
    const held = await hold(page, COMMENTS, 'POST', (route) => route.fulfill({ status: 503, body: 'later' }));
    await form.write({ text: 'Câu một.' });
    await form.send.click();
    await held.asked;
    await form.text.press('End');
    await form.text.pressSequentially(' Câu hai viết thêm.');
    held.release();
    await expect(form.element.getByText('Điều bạn viết vẫn còn đây')).toBeVisible();
    await context.setOffline(true);
    await context.setOffline(false);
    await page.reload();
    await form.approach();
    await expect(form.text).toHaveValue('Câu một. Câu hai viết thêm.');
    expect(bodies).toHaveLength(1);
  });

  test('a comment that is taken clears only its own words', async ({ form, page }) => {
    const held = await hold(page, COMMENTS, 'POST');
    await form.write({ text: 'Câu một.' });
    await form.send.click();
    await held.asked;
    await form.text.fill('Câu khác, đang viết dở.');
    held.release();
    await expect(form.thanks).toBeVisible();
    await expect(form.text).toHaveValue('Câu khác, đang viết dở.');
    await expect(form.text).toBeFocused();
  });

  test('a page that stops a comment does not end its waiting', async ({ form, page, context, desk }) => {
    await form.write({ text: 'Chờ mạng rồi gửi.' });
    await context.setOffline(true);
    await form.send.click();
    await expect(form.element.getByText(/mất mạng/)).toBeVisible();
    await page.evaluate(() => document.addEventListener('binhluan-submit', (event) => event.preventDefault(), { once: true }));
    await form.send.click();
    await context.setOffline(false);
    await expect(form.thanks).toBeVisible();
    await desk.goToQueue();
    await expect(desk.pending).toHaveCount(1);
  });
});

test('a check that comes after the press says of missing marks beside what was said', async ({ page, server }) => {
  const held = await hold(page, /check.*\.tables/, 'GET');
  await page.goto(server.article);
  const form = new CommentForm(page);
  await form.approach();
  await form.text.fill('Toi khong dong y voi y kien nay cua bai bao');
  await held.asked;
  await form.send.click();
  await expect(form.name).toBeFocused();
  await expect(form.name).toHaveAttribute('aria-invalid', 'true');
  await expect(form.sendAsIs).toHaveCount(0);
  held.release();
  await expect(form.sendAsIs).toBeVisible();
  await expect(form.text).toHaveAttribute('aria-invalid', 'true');
  await expect(form.name).toBeFocused();
});

test('what comes while a button is pressed does not move it away', async ({ page, server }) => {
  const held = await hold(page, /participation.*\.wasm/, 'GET');
  await page.goto(server.article);
  const form = new CommentForm(page);
  await form.approach();
  const arrived = page.waitForResponse('**/assets/participation*.wasm');
  await form.text.fill('Nghe dân nói hết lời.');
  await form.send.hover();
  await page.mouse.down();
  held.release();
  await (await arrived).finished();
  await page.evaluate(async () => {
    // Whatever waited for the file has had its turn by then.
    for (let frames = 0; frames < 20; frames += 1) await new Promise(requestAnimationFrame);
  });
  await page.mouse.up();
  await expect(form.element.getByText('Hãy cho biết họ tên của bạn.')).toBeVisible();
  await expect(form.text).toHaveValue('Nghe dân nói hết lời.');
});

test('another article while the module is on its way: no draft goes astray, no field stands twice', async ({ page, server }) => {
  await page.goto(`${server.article}variants/spa.html`);
  const form = new CommentForm(page);
  await form.approach();
  await form.text.fill('Bản nháp của bài một.');
  await expect(form.name).toBeVisible();
  // The draft makes the next visit fetch the module at once.
  const held = await hold(page, /participation.*\.wasm/, 'GET');
  await page.reload();
  await form.approach();
  await held.asked;
  await page.getByRole('link', { name: 'Bài hai' }).click();
  held.release();
  await form.text.click();
  await expect(form.name).toHaveCount(1);
  await expect(form.text).toHaveValue('');
});

test('words from the plain form are taken over once', async ({ page, server }) => {
  await page.goto(server.article, { waitUntil: 'commit' });
  const form = new CommentForm(page);
  const plain = page.locator('binh-luan').getByRole('textbox', { name: 'Ý kiến của bạn' });
  await plain.evaluate((/** @type {HTMLTextAreaElement} */ box) => {
    box.value = 'Viết từ khi chưa có khung.';
  });
  await form.approach();
  await expect(form.text).toHaveValue('Viết từ khi chưa có khung.');
  await form.name.fill('Nguyễn Thị Hạnh');
  await form.send.click();
  await expect(form.thanks).toBeVisible();
  await form.element.evaluate((element) => element.setAttribute('page-id', 'bai-khac'));
  await form.text.click();
  await expect(form.name).toBeVisible();
  await expect(form.text).toHaveValue('');
});

test.describe('who writes', () => {
  test.use({
    serverConfig: `[sites.default]\nreader_token_secret = "${SECRET}"\n`,
    allowedErrors: /Failed to load resource|net::ERR|binh-luan/,
  });

  test('a house that cannot say makes nobody a guest', async ({ page, server }) => {
    const bodies = posted(page);
    let answer = { body: sign('Lê Hạnh') };
    await page.route('**/token', (route) => route.fulfill({ contentType: 'text/plain', ...answer }));
    await page.goto(`${server.article}variants/signed-in.html`);
    const form = new CommentForm(page);
    await form.element.scrollIntoViewIfNeeded();
    await form.text.fill('Tôi đã đăng nhập rồi mà.');
    await expect(form.element.getByText('Bạn viết với tên Lê Hạnh')).toBeVisible();
    answer = { status: 500, body: '' };
    await form.send.click();
    await expect(form.element.getByText(/hãy đăng nhập rồi gửi lại/)).toBeVisible();
    await expect(form.text).toHaveValue('Tôi đã đăng nhập rồi mà.');
    expect(bodies).toHaveLength(0);
  });

  test('what one reader left waiting does not go out for another', async ({ page, server, context }) => {
    const bodies = posted(page);
    let token = sign('Lê Hạnh');
    await page.route('**/token', (route) => route.fulfill({ contentType: 'text/plain', body: token }));
    await page.goto(`${server.article}variants/signed-in.html`);
    const form = new CommentForm(page);
    await form.element.scrollIntoViewIfNeeded();
    await form.text.fill('Lời của Hạnh.');
    await expect(form.element.getByText('Bạn viết với tên Lê Hạnh')).toBeVisible();
    await page.route(COMMENTS, (route) => (route.request().method() === 'POST' ? route.abort() : route.fallback()));
    await form.send.click();
    await expect(form.element.getByText(/tự gửi lại/)).toBeVisible();
    await page.unroute(COMMENTS);
    token = sign('Trần Minh');
    await page.reload();
    await form.element.scrollIntoViewIfNeeded();
    await expect(form.element.getByText('Bạn viết với tên Trần Minh')).toBeVisible();
    await expect(form.text).toHaveValue('Lời của Hạnh.');
    await context.setOffline(true);
    await context.setOffline(false);
    await expect(form.thanks).toBeHidden();
    expect(bodies).toHaveLength(1);
  });
});

test.describe('an endpoint without receipts', () => {
  test.use({ allowedErrors: /status of 404/ });

  test('withdraws nothing, and says so', async ({ form, page }) => {
    await page.route('**/receipts/*', (route) => route.fulfill({ status: 404, contentType: 'text/html', body: '<h1>?</h1>' }));
    await form.write({ text: 'Muốn rút lại mà không được.' });
    await form.send.click();
    const own = form.comments.filter({ hasText: 'Muốn rút lại' });
    await own.getByRole('button', { name: 'Rút lại' }).click();
    await expect(form.element.getByText('Chưa rút lại được. Hãy thử lại.')).toBeVisible();
    await expect(own).toHaveCount(1);
  });
});

test.describe('reading and writing at once', () => {
  test.use({ serverConfig: PUBLISHES_AT_ONCE });

  test('further comments do not take the keyboard from whoever writes', async ({ page, server }) => {
    await postMany(server, 25);
    await page.goto(server.article);
    const form = new CommentForm(page);
    await form.approach();
    await expect(form.comments).toHaveCount(20);
    const held = await hold(page, LIST, 'GET');
    await form.more.click();
    await held.asked;
    await form.text.pressSequentially('Viết tiếp');
    held.release();
    await expect(form.comments).toHaveCount(25);
    await expect(form.text).toBeFocused();
  });

  test('news that was told of is not lost by reading on', async ({ page, server }) => {
    await page.clock.install();
    await postMany(server, 25);
    await page.goto(server.article);
    const form = new CommentForm(page);
    await form.approach();
    await expect(form.comments).toHaveCount(20);
    await form.comments.first().scrollIntoViewIfNeeded();
    await post(server, { text: 'Tin mới toanh.' });
    await page.clock.runFor(31_000);
    const news = form.element.getByRole('button', { name: 'Có 1 bình luận mới' });
    await expect(news).toBeVisible();
    await form.more.click();
    await expect(form.comments).toHaveCount(25);
    await news.click();
    await expect(form.comments.first()).toContainText('Tin mới toanh.');
  });

  test('two presses in haste leave what the reader wants at the endpoint too', async ({ page, server }) => {
    await post(server, { text: 'Bấm nhanh quá.' });
    await page.goto(server.article);
    const form = new CommentForm(page);
    await form.approach();
    const like = form.element.getByRole('button', { name: /^Thích/ });
    const held = await hold(page, '**/like', 'PUT');
    await like.click();
    await held.asked;
    await like.click();
    const undone = page.waitForResponse((response) => response.request().method() === 'DELETE' && response.url().endsWith('/like'));
    held.release();
    await undone;
    await expect(like).toHaveAttribute('aria-pressed', 'false');
    await page.reload();
    await form.approach();
    await expect(like).toHaveText('Thích');
  });

  test('an attribute set to what it was redraws nothing; another one keeps the keyboard in the text', async ({ page, server }) => {
    await post(server, { text: 'Có một bình luận.' });
    await page.goto(server.article);
    const form = new CommentForm(page);
    await form.approach();
    await form.text.fill('Đang viết');
    await expect(form.name).toBeVisible();
    const asked = [];
    page.on('request', (request) => {
      if (LIST.test(request.url())) asked.push(request.url());
    });
    await form.element.evaluate((element) => element.setAttribute('page-id', element.getAttribute('page-id')));
    await expect(form.text).toBeFocused();
    expect(asked).toHaveLength(0);
    await form.element.evaluate((element) => element.setAttribute('sort', 'oldest'));
    await expect(form.name).toBeVisible();
    await expect(form.text).toBeFocused();
    await expect(form.text).toHaveValue('Đang viết');
    expect(asked).toHaveLength(1);
  });
});
