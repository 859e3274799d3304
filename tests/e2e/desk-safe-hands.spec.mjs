// Nothing is decided that was not meant, and nothing that was typed or pressed is lost.
import { randomUUID } from 'node:crypto';
import { sendComment } from './fixtures/desk.mjs';
import { hold } from './fixtures/hold.mjs';
import { expect, test as base } from './fixtures/test.mjs';

/** @type {import('./fixtures/test.mjs').TestWith<{ sendComments: (...texts: string[]) => Promise<void> }>} */
const test = base.extend({
  sendComments: async ({ request, server }, use) => {
    await use(async (...texts) => {
      for (const text of texts) await sendComment(request, server, { text });
    });
  },
});

test.use({ serverConfig: '[rate_limits]\ncomments_per_minute = 0\ncomments_per_hour = 0\nwaiting_per_article = 0\n' });

const many = (/** @type {number} */ count) => Array.from({ length: count }, (_, at) => `Ý kiến số ${at + 1} của tôi.`);

/** What the server has decided, in the order of the comments. @param {import('./fixtures/desk.mjs').Desk} desk @param {string} status */
const decided = async (desk, status) => {
  const answer = await desk.page.request.get(new URL(`/v1/desk/comments?status=${status}&limit=100`, desk.server.desk).href);
  return (await answer.json()).comments.map(({ text }) => text);
};

test('a key that is held decides one comment', async ({ sendComments, desk }) => {
  await sendComments(...many(5));
  await desk.goToQueue();
  const { keyboard } = desk.page;
  for (let repeat = 0; repeat < 20; repeat += 1) await keyboard.down('1');
  await keyboard.up('1');
  await expect(desk.page.locator('.card.done')).toHaveCount(1);
  for (let repeat = 0; repeat < 20; repeat += 1) await keyboard.down('p');
  await keyboard.up('p');
  await expect(desk.page.locator('.card.done')).toHaveCount(2);
  await desk.allSent();
  expect(await decided(desk, 'published')).toHaveLength(2);
});

test('what was scrolled out of sight comes back before it is decided', async ({ sendComments, desk }) => {
  await sendComments(...many(20));
  await desk.goToQueue();
  const { page } = desk;
  const first = desk.comment('số 1 của');
  await expect(first).toHaveAttribute('aria-current', 'true');
  await page.locator('#list').hover();
  await page.mouse.wheel(0, 3000);
  await expect(first).not.toBeInViewport();
  await page.keyboard.press('1');
  await expect(first).toBeInViewport();
  await expect(page.locator('.card.done')).toHaveCount(0);
  await page.keyboard.press('1');
  await expect(page.locator('.card.done')).toHaveCount(1);
  await desk.allSent();
  expect(await decided(desk, 'published')).toEqual(['Ý kiến số 1 của tôi.']);
});

test('Caps Lock changes nothing, and neither does an input method', async ({ sendComments, desk }) => {
  await sendComments(...many(3));
  await desk.goToQueue();
  await desk.page.keyboard.press('x');
  const press = (/** @type {{ key: string, code: string, isComposing?: boolean }} */ init) =>
    desk.page.evaluate((given) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, ...given })), init);
  await press({ key: 'P', code: 'KeyP' });
  await expect(desk.page.getByRole('dialog')).toBeHidden();
  await expect(desk.page.locator('.card.done')).toHaveCount(1);
  await press({ key: 'đ', code: 'KeyJ' });
  await expect(desk.comment('số 3')).toBeFocused();
  await press({ key: '1', code: 'Digit1', isComposing: true });
  await expect(desk.page.locator('.card.done')).toHaveCount(1);
});

test('a late answer leaves the editor where he is, and what he types is no command', async ({ sendComments, desk }) => {
  await sendComments(...many(4));
  await desk.goToQueue();
  const { page } = desk;
  const held = await hold(page, /\/(decisions|acts)$/, 'POST');
  await page.keyboard.press('1');
  await page.keyboard.press('j');
  await page.keyboard.press('e');
  await held.asked;
  const box = desk.box();
  await expect(box).toBeFocused();
  await page.keyboard.type(' suwar laji ');
  held.release();
  await desk.allSent();
  await page.keyboard.type('uprsxjk123');
  await expect(box).toBeFocused();
  await expect(box).toHaveValue('Ý kiến số 3 của tôi. suwar laji uprsxjk123');
  await expect(page.locator('.card.done')).toHaveCount(1);
  // The last letters may come when the box has just been left.
  await page.keyboard.press('Escape');
  await page.keyboard.press('s');
  await page.keyboard.press('u');
  await expect(page.locator('.card.done')).toHaveCount(1);
});

test.describe('signed out', () => {
  // The token of the session before is refused once, and replaced.
  test.use({ allowedErrors: /status of 40[13]/ });

  test('the session ends while editing: signed in over the page, the edit goes out', async ({ sendComments, desk }) => {
    await sendComments('Ý kiến có chữ viết nhầm.', 'Ý kiến khác.');
    await desk.goToQueue();
    const { page } = desk;
    await page.keyboard.press('e');
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('Ý kiến đã sửa cho đúng.');
    await page.context().clearCookies();
    await page.keyboard.press('Control+Enter');
    await expect(page.locator('#strip')).toContainText('Phiên làm việc đã hết');
    await desk.signInOver();
    await desk.allSent();
    expect(await decided(desk, 'published')).toEqual(['Ý kiến đã sửa cho đúng.']);
    // And whoever signed in in another window of the same browser is not asked: only the token is new.
    await page.context().clearCookies();
    const other = await page.context().newPage();
    await other.goto(`${desk.server.desk}/sign-in`);
    await other.getByLabel('Tên đăng nhập').fill('tran.mai');
    await other.getByLabel('Mật khẩu').fill('dòng sông chảy qua bến cũ');
    await other.getByRole('button', { name: 'Đăng nhập' }).click();
    await expect(other.getByRole('button', { name: 'Đăng xuất' })).toBeVisible();
    await page.keyboard.press('3');
    await desk.allSent();
    expect(await decided(desk, 'spam')).toEqual(['Ý kiến khác.']);
  });
});

test('an emptied box is refused, and the words of the reader stay in', async ({ sendComments, desk }) => {
  await sendComments('Ý kiến để gõ lại.');
  await desk.goToQueue();
  const { page } = desk;
  await page.keyboard.press('e');
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Ô nội dung trống')).toBeVisible();
  await expect(page.locator('.card.done')).toHaveCount(0);
  expect(await decided(desk, 'pending')).toHaveLength(1);
});

test('an edit is there again after a reload, in an open box, and a closed window asks first', async ({ sendComments, desk }) => {
  await sendComments('Ý kiến đang sửa.');
  await desk.goToQueue();
  const { page } = desk;
  await page.keyboard.press('e');
  await page.keyboard.insertText(' Thêm nửa câu');
  /** @type {string[]} */
  const asked = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    dialog.accept();
  });
  await page.reload();
  expect(asked).toEqual(['beforeunload']);
  await expect(desk.box()).toBeVisible();
  await expect(desk.box()).toHaveValue('Ý kiến đang sửa. Thêm nửa câu');
  await expect(page.getByText('còn nguyên trong ô')).toBeVisible();
  await page.getByRole('button', { name: 'Bỏ bản sửa' }).click();
  await expect(desk.box()).toHaveValue('Ý kiến đang sửa.');
  await page.reload();
  await expect(desk.box()).toBeHidden();
  expect(asked).toEqual(['beforeunload']);
});

test('twenty presses faster than the answers are twenty decisions, each on the comment that was read', async ({ sendComments, desk }) => {
  await sendComments(...many(20));
  await desk.goToQueue();
  const { page } = desk;
  await page.route(/\/(decisions|acts)$/, async (route) => {
    await new Promise((resolve) => {
      setTimeout(resolve, 200);
    });
    await route.fallback();
  });
  const keys = ['1', '3'];
  /** @type {Record<string, string[]>} */
  const meant = { 1: [], 3: [] };
  let last = 0;
  for (let press = 0; press < 20; press += 1) {
    const key = keys[press % 2];
    meant[key].push(await page.locator('[aria-current=true] .text').textContent());
    await page.waitForFunction((since) => performance.now() - since >= 120, last);
    await page.keyboard.press(key);
    last = await page.evaluate(() => performance.now());
  }
  await expect(page.locator('.card.done')).toHaveCount(20);
  await desk.allSent();
  expect((await decided(desk, 'published')).sort()).toEqual(meant[1].sort());
  expect((await decided(desk, 'spam')).sort()).toEqual(meant[3].sort());
});

test.describe('cut off', () => {
  test.use({ allowedErrors: /ERR_INTERNET_DISCONNECTED/ });

  test('what was pressed offline goes out when the network is back', async ({ sendComments, desk }) => {
    await sendComments(...many(4));
    await desk.goToQueue();
    const { page } = desk;
    await page.context().setOffline(true);
    for (const key of ['1', '3', '1']) await page.keyboard.press(key);
    await expect(page.locator('.card.done')).toHaveCount(3);
    await expect(page.locator('#strip')).toContainText('3 chưa gửi');
    await expect(desk.comment('số 4')).toBeFocused();
    // What has not gone out is taken back without the server.
    await page.keyboard.press('z');
    await expect(page.locator('#strip')).toContainText('2 chưa gửi');
    await page.context().setOffline(false);
    await desk.allSent();
    await expect(page.locator('#strip')).toBeHidden();
    expect((await decided(desk, 'pending')).sort()).toEqual(['Ý kiến số 3 của tôi.', 'Ý kiến số 4 của tôi.']);
    await page.context().setOffline(true);
    await page.keyboard.press('n');
    await expect(page.locator('#strip')).toContainText('Không có mạng');
    await expect(desk.comment('số 4')).toBeVisible();
  });
});

test('many are decided together, never over an edit, and taken back together', async ({ sendComments, desk }) => {
  await sendComments(...many(5));
  await desk.goToQueue();
  const { page } = desk;
  await page.keyboard.press('j');
  await page.keyboard.press('e');
  await page.keyboard.insertText(' Sửa dở');
  await page.keyboard.press('Escape');
  await page.keyboard.press('*');
  await expect(page.getByText('5 mục đã chọn')).toBeVisible();
  await page.keyboard.press('Shift+Digit1');
  await expect(page.getByRole('dialog')).toContainText('Đăng 4 bình luận?');
  await expect(page.getByRole('dialog')).toContainText('1 bình luận đang sửa dở');
  await page.keyboard.press('Enter');
  await expect(page.locator('.card.done')).toHaveCount(4);
  await desk.allSent();
  expect(await decided(desk, 'pending')).toEqual(['Ý kiến số 2 của tôi.']);
  await page.locator('[data-command=undo]').click();
  await expect(page.locator('.card.done')).toHaveCount(0);
  await desk.allSent();
  expect(await decided(desk, 'pending')).toHaveLength(5);
  await desk.read('số 2');
  await expect(desk.box()).toHaveValue('Ý kiến số 2 của tôi. Sửa dở');
});

test('a range is picked with Shift', async ({ sendComments, desk }) => {
  await sendComments(...many(6));
  await desk.goToQueue();
  const { page } = desk;
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('j');
  await page.keyboard.press('Shift+X');
  await expect(page.getByText('4 mục đã chọn')).toBeVisible();
});

test('acts of every kind are taken back one by one', async ({ sendComments, desk, request, server }) => {
  await sendComments(...many(4));
  await desk.goToQueue();
  const { page } = desk;
  for (const key of ['1', '3', '2', '0']) await page.keyboard.press(key);
  await expect(page.locator('.card.done')).toHaveCount(3);
  for (const left of [2, 1, 0]) {
    await page.keyboard.press('z');
    await expect(page.locator('.card.done')).toHaveCount(left);
  }
  await desk.allSent();
  expect(await decided(desk, 'pending')).toHaveLength(4);
  // Published, then taken for spam by mistake: it is published again.
  const id = await sendComment(request, server, { text: `Ý kiến ${randomUUID()}` });
  await page.goto(`${desk.server.desk}`);
  await page.locator(`#c-${id}`).click();
  await page.keyboard.press('1');
  await desk.allSent();
  await page.goto(`${desk.server.desk}?status=published`);
  await page.keyboard.press('3');
  await page.keyboard.press('z');
  await desk.allSent();
  expect(await decided(desk, 'published')).toHaveLength(1);
});

test.describe('answers that never come', () => {
  test.use({ allowedErrors: /ERR_FAILED/ });

  test('what was pressed outlives the page, once, and is taken back from the next page', async ({ sendComments, desk }) => {
    await sendComments(...many(4));
    await desk.goToQueue();
    const { page } = desk;
    page.on('dialog', (dialog) => dialog.accept());
    let answered = 0;
    // The server does what it is asked to, and nobody hears of it.
    await page.route(/\/acts$/, async (route) => {
      await route.fetch();
      answered += 1;
      await route.abort();
    });
    for (const key of ['1', '3']) await page.keyboard.press(key);
    await expect.poll(() => answered).toBeGreaterThan(0);
    await page.unroute(/\/acts$/);
    await page.reload();
    await desk.allSent();
    expect(await decided(desk, 'published')).toEqual(['Ý kiến số 1 của tôi.']);
    expect(await decided(desk, 'spam')).toEqual(['Ý kiến số 2 của tôi.']);
    await page.keyboard.press('z');
    await desk.allSent();
    await expect(page.locator('#strip')).toContainText('Đã hoàn tác việc ở trang trước: “Ý kiến số 2 của tôi.”');
    expect(await decided(desk, 'spam')).toEqual([]);
    await page.keyboard.press('z');
    await desk.allSent();
    expect(await decided(desk, 'pending')).toHaveLength(4);
    // Each comment was decided and taken back once.
    const queue = await page.request.get(new URL('/v1/desk/comments', desk.server.desk).href);
    for (const { revision } of (await queue.json()).comments) expect([1, 3]).toContain(revision);
  });
});

test('as many as one likes are decided together, and taken back together', async ({ sendComments, desk }) => {
  test.setTimeout(120_000);
  await sendComments(...many(230));
  const { page } = desk;
  await page.goto(`${desk.server.desk}?all=1`);
  const rows = page.locator('.queue > .card');
  await expect
    .poll(
      async () => {
        for (let press = 0; press < 30; press += 1) await page.keyboard.press('j');
        return rows.count();
      },
      { timeout: 60_000 },
    )
    .toBe(230);
  await page.keyboard.press('*');
  await page.keyboard.press('Shift+Digit3');
  await expect(page.getByRole('dialog')).toContainText('Đánh dấu spam 230 bình luận?');
  await page.keyboard.press('Enter');
  await desk.allSent();
  const counted = async () => (await page.request.get(new URL('/v1/desk/counts', desk.server.desk).href)).json();
  expect(await counted()).toMatchObject({ pending: 0 });
  await page.keyboard.press('z');
  await desk.allSent();
  expect(await counted()).toMatchObject({ pending: 230 });
  await expect(page.locator('#strip')).toBeHidden();
});

test('a server that does not answer is told of, and an undo that it refuses did nothing', async ({ sendComments, desk }) => {
  await sendComments(...many(2));
  await desk.goToQueue();
  const { page } = desk;
  const held = await hold(page, /\/acts$/, 'POST');
  await page.keyboard.press('1');
  await held.asked;
  await expect(page.locator('#strip')).toContainText('1 chưa gửi xong: máy chủ chưa trả lời');
  held.release();
  await desk.allSent();
  await expect(page.locator('#strip')).toBeHidden();
  await page.unroute(/\/acts$/);
  await page.route(/\/acts$/, (route) =>
    route.fulfill({ status: 422, contentType: 'application/problem+json', body: '{"code":"validation_failed"}' }),
  );
  await page.keyboard.press('z');
  await expect(page.locator('#strip')).toContainText('Chưa hoàn tác, không có gì đổi');
  await expect(page.locator('.card.done')).toHaveCount(1);
  expect(await decided(desk, 'published')).toHaveLength(1);
});

test('what a colleague has changed since is not taken back, and says so', async ({ sendComments, desk }) => {
  await sendComments(...many(2));
  await desk.goToQueue();
  const { page } = desk;
  await page.keyboard.press('1');
  await desk.allSent();
  const list = await page.request.get(new URL('/v1/desk/comments?status=published', desk.server.desk).href);
  const [{ id, revision }] = (await list.json()).comments;
  const csrf = await page.locator('input[name=csrf]').first().inputValue();
  const decision = { data: { action: 'spam', revision }, headers: { 'x-csrf-token': csrf } };
  const answer = await page.request.post(new URL(`/v1/desk/comments/${id}/decisions`, desk.server.desk).href, decision);
  expect(answer.status()).toBe(200);
  await page.keyboard.press('z');
  await expect(page.locator('#strip')).toContainText(/chưa hoàn tác, không có gì đổi.*đánh dấu spam/);
  expect(await decided(desk, 'spam')).toHaveLength(1);
});
