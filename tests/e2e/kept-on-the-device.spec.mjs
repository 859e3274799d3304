// What the widget keeps in the browser: no name without consent, nothing for ever, and all that an earlier
// version kept.
import { expect, test } from './fixtures/test.mjs';
import { ARTICLE, PUBLISHES_AT_ONCE, post } from './fixtures/thread.mjs';
import { CommentForm } from './fixtures/widget.mjs';

const TEXT = 'Máy tính ở quán, nhiều người dùng chung.';
const NAME = 'Nguyễn Thị Hạnh';
const EMAIL = 'hanh@bao.example';

const local = (page) => page.evaluate(() => JSON.stringify(localStorage));

/** @param {string} kind @param {import('./fixtures/server.mjs').RunningServer} server */
const drawer = (kind, server) => `binh-luan:${kind}:${new URL('/v1/sites/default', server.article).href} ${ARTICLE}`;

/** Puts an entry in place before the widget looks. */
async function put(page, key, value) {
  await page.addInitScript(
    ([where, what]) => {
      if (!sessionStorage.getItem('put')) localStorage.setItem(where, what);
      sessionStorage.setItem('put', '1');
    },
    [key, value],
  );
}

test.describe('a letter that cannot go', () => {
  test.use({ allowedErrors: /Failed to load resource|net::ERR/ });

  test('keeps no name or address for the next person at a shared computer, and goes after a reload', async ({ form, page }) => {
    await page.route('**/comments', (route) => (route.request().method() === 'POST' ? route.abort('connectionrefused') : route.fallback()));
    await form.write({ text: TEXT, name: NAME, email: EMAIL });
    await form.send.click();
    await expect(form.element.getByText(/sẽ được tự gửi lại/)).toBeVisible();
    const kept = await local(page);
    expect(kept).toContain(TEXT);
    expect(kept).not.toContain(NAME);
    expect(kept).not.toContain(EMAIL);

    await page.unroute('**/comments');
    await page.reload();
    const again = new CommentForm(page);
    await again.approach();
    await expect(again.thanks).toBeVisible();
    expect(await local(page)).not.toContain(NAME);
    await page.reload();
    await again.approach();
    await expect(again.comments.filter({ hasText: TEXT })).toContainText('Bạn');
  });

  test('keeps them where the reader agreed', async ({ form, page }) => {
    await page.route('**/comments', (route) => (route.request().method() === 'POST' ? route.abort('connectionrefused') : route.fallback()));
    await form.write({ text: TEXT, name: NAME, email: EMAIL });
    await form.element.getByRole('checkbox', { name: 'Nhớ tên và email trên thiết bị này' }).check();
    await form.send.click();
    await expect(form.element.getByText(/sẽ được tự gửi lại/)).toBeVisible();
    expect(await local(page)).toContain(EMAIL);
  });
});

test.describe('what an earlier version kept', () => {
  test.use({ serverConfig: PUBLISHES_AT_ONCE });

  test('a draft is there, and is kept as versioned JSON', async ({ page, server }) => {
    await put(page, drawer('draft', server), `${TEXT}\u001f\u001f\u001f\u001f\u001f\u001f`);
    await page.goto(server.article);
    const form = new CommentForm(page);
    await form.approach();
    await expect(form.text).toHaveValue(TEXT);
    await expect.poll(() => page.evaluate((key) => localStorage.getItem(key), drawer('draft', server))).toMatch(/^\{"v":1,/);
  });

  test('likes are marked, and stay so after the next one', async ({ page, server }) => {
    const [first, second] = [await post(server, { text: 'Ý kiến thứ nhất.' }), await post(server, { text: 'Ý kiến thứ hai.' })];
    await put(page, drawer('liked', server), `${first}\u001fnowhere`);
    await page.goto(server.article);
    const form = new CommentForm(page);
    await form.approach();
    const like = (id) => form.element.locator(`[id="binh-luan-${id}"]`).getByRole('button', { name: /^Thích/ });
    await expect(like(first)).toHaveAttribute('aria-pressed', 'true');
    const told = page.waitForResponse('**/like');
    await like(second).click();
    await told;
    const kept = JSON.parse(await page.evaluate((key) => localStorage.getItem(key), drawer('liked', server)));
    expect(kept).toEqual({ v: 1, ids: [first, 'nowhere', second] });
    await page.reload();
    await form.approach();
    for (const id of [first, second]) await expect(like(id)).toHaveAttribute('aria-pressed', 'true');
  });

  test('a receipt is still followed', async ({ page, server }) => {
    await put(page, drawer('own', server), `khong-co\u001f${NAME}\u001f${TEXT}\u001f`);
    const asked = page.waitForRequest('**/receipts/khong-co');
    await page.goto(server.article);
    await new CommentForm(page).approach();
    await asked;
  });
  test.use({ allowedErrors: /404/ });
});

test('a draft is forgotten after seven days', async ({ page, server }) => {
  const day = Math.floor(Date.now() / 86_400_000) - 8;
  await put(page, drawer('draft', server), JSON.stringify({ v: 1, text: TEXT, day }));
  await page.goto(server.article);
  const form = new CommentForm(page);
  await form.approach();
  await expect.poll(() => local(page)).not.toContain(TEXT);
  await expect(form.text).toHaveValue('');
});

test('text typed before the part for writing comes is kept', async ({ page, server, context }) => {
  await page.route('**/participation*', () => {});
  await page.goto(server.article);
  const form = new CommentForm(page);
  await form.approach();
  await form.text.fill(TEXT);
  await page.close({ runBeforeUnload: false });
  const again = new CommentForm(await context.newPage());
  await again.page.goto(server.article);
  await again.approach();
  await expect(again.text).toHaveValue(TEXT);
});
