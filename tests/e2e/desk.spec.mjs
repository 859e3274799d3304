// An editor's shift at the desk: hands on the keyboard, nobody's work undone.
import { expectAxeClean } from './fixtures/axe.mjs';
import { Desk, sendComment } from './fixtures/desk.mjs';
import { expect, test as base } from './fixtures/test.mjs';

/** @type {import('./fixtures/test.mjs').TestWith<{ sendComments: (...texts: string[]) => Promise<void> }>} */
const test = base.extend({
  /** Sends comments in this order. */
  sendComments: async ({ request, server }, use) => {
    await use(async (...texts) => {
      for (const text of texts) await sendComment(request, server, { text });
    });
  },
});

test('four comments are decided without touching the mouse', async ({ sendComments, desk }) => {
  await sendComments('Ý kiến đăng ngay.', 'Ý kiến có chữ viết nhầm.', 'Ý kiến lạc đề.', 'Ý kiến quảng cáo.');
  await desk.goToQueue();
  const { keyboard } = desk.page;

  await expect(desk.comment('Ý kiến đăng ngay.')).toHaveAttribute('aria-current', 'true');
  await keyboard.press('1');
  await expect(desk.comment('Ý kiến đăng ngay.')).toContainText('Đã đăng');

  const second = desk.pending.nth(1);
  await expect(second).toContainText('Ý kiến có chữ viết nhầm.');
  await expect(second).toBeFocused();
  await keyboard.press('e');
  await expect(desk.box()).toBeFocused();
  await keyboard.press('Control+A');
  await keyboard.insertText('Ý kiến đã sửa cho đúng.');
  await keyboard.press('Control+Enter');
  await expect(second).toContainText('Đã đăng');

  const third = desk.comment('Ý kiến lạc đề.');
  await expect(third).toBeFocused();
  await keyboard.press('2');
  await keyboard.press('1');
  await expect(third).toContainText('Đã từ chối');

  await expect(desk.comment('Ý kiến quảng cáo.')).toBeFocused();
  await keyboard.press('3');
  await expect(desk.comment('Ý kiến quảng cáo.')).toContainText('Đã đánh dấu spam');

  await desk.allSent();
  await desk.goToQueue();
  await expect(desk.pending).toHaveCount(0);
  await desk.page.goto(`${desk.server.desk}?status=rejected`);
  await desk.page.keyboard.press('h');
  await expect(desk.page.getByText('Không đúng chủ đề bài viết', { exact: false }).first()).toBeVisible();
});

test('a decision is taken back with one key', async ({ sendComments, desk }) => {
  await sendComments('Ý kiến bấm nhầm.');
  await desk.goToQueue();
  await desk.page.keyboard.press('3');
  await expect(desk.comment('Ý kiến bấm nhầm.')).toContainText('Đã đánh dấu spam');
  await desk.page.keyboard.press('z');
  await expect(desk.pane).toContainText('Đã hoàn tác');
  await desk.allSent();
  await desk.goToQueue();
  await expect(desk.comment('Ý kiến bấm nhầm.')).toHaveCount(1);
});

test('picked comments are decided after a question, and another key brings what came meanwhile', async ({ sendComments, desk }) => {
  await sendComments('Ý kiến thứ nhất.', 'Ý kiến thứ hai.', 'Ý kiến thứ ba.');
  await desk.goToQueue();
  const { page } = desk;
  const { keyboard } = page;
  const question = page.getByRole('dialog');
  await keyboard.press('Shift+Digit1');
  await expect(question, 'nothing was picked').toBeHidden();
  await keyboard.press('x');
  await keyboard.press('j');
  await keyboard.press('x');
  await expect(page.getByText('2 mục đã chọn')).toBeVisible();
  await keyboard.press('Shift+Digit1');
  await expect(question).toContainText('Đăng 2 bình luận?');
  await keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(page.locator('.card.done')).toHaveCount(0);
  await keyboard.press('Shift+Digit1');
  await keyboard.press('Enter');
  await expect(page.locator('.card.done')).toHaveCount(2);
  await desk.allSent();
  await sendComments('Ý kiến vừa đến.');
  await keyboard.press('n');
  await expect(desk.pending).toHaveCount(2);
  await expect(desk.pending.first()).toContainText('Ý kiến thứ ba.');
});

test('one comment alone is decided by the same keys, and the list comes back as it was', async ({ sendComments, desk }) => {
  await sendComments('Ý kiến xem lịch sử.');
  await desk.page.goto(`${desk.server.desk}?status=pending&q=xem`);
  const { page } = desk;
  await page.keyboard.press('h');
  await expect(page.getByRole('heading', { name: 'Lịch sử' })).toBeVisible();
  await page.keyboard.press('e');
  await expect(desk.box()).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('1');
  // A search is over all statuses: what was decided is still found.
  await expect(desk.comment('Ý kiến xem lịch sử.')).toHaveAttribute('data-status', 'published');
  await expect(page.getByRole('searchbox')).toHaveValue('xem');
});

test.describe('two windows', () => {
  test.use({ allowedErrors: /status of 409/ });

  test('who comes second is told, and keeps the words typed', async ({ sendComments, desk, anotherPerson, server }) => {
    await sendComments('Ý kiến hai người cùng mở.');
    const second = new Desk(await anotherPerson(), server);
    await second.signIn();
    await desk.goToQueue();
    // It is in the share of the first; whoever looks at all of it finds it there.
    await second.page.goto(`${server.desk}?all=1`);

    await desk.publish('Ý kiến hai người cùng mở.');

    const card = second.comment('Ý kiến hai người cùng mở.');
    await second.page.keyboard.press('e');
    await second.box().fill('Bản sửa của người thứ hai.');
    await second.page.keyboard.press('Control+Enter');
    await expect(second.page.locator('#strip')).toContainText('Trần Mai đã đăng bình luận này');
    await second.page.getByRole('button', { name: 'Đến đó' }).click();
    await expect(card).toBeFocused();
    await expect(second.pane).toContainText('Trần Mai đã đăng bình luận này');
    await expect(second.box()).toHaveValue('Bản sửa của người thứ hai.');
  });
});

test('one search goes over everything, by the keyboard, and marks what it found', async ({ sendComments, desk }) => {
  await sendComments('Nước sạch về ấp rồi.', 'Đường vào ấp còn lầy.', 'Bao giờ có nước sạch?');
  await desk.goToQueue();
  const { page } = desk;
  await desk.publish('Nước sạch về ấp rồi.');
  await desk.allSent();
  await page.keyboard.press('/');
  await page.keyboard.insertText('nuoc sach');
  await page.keyboard.press('Enter');
  await expect(page.getByText('2 bình luận, mới nhất trước')).toBeVisible();
  await expect(desk.comment('Nước sạch về ấp rồi.')).toHaveAttribute('data-status', 'published');
  await expect(desk.comment('Bao giờ có nước sạch?').locator('mark')).toHaveText(['nước', 'sạch']);
  // What is found is worked on as everywhere, and then found as it is.
  await expect(desk.comment('Bao giờ có nước sạch?')).toHaveAttribute('aria-current', 'true');
  await page.keyboard.press('Digit3');
  await desk.allSent();
  await page.keyboard.press('/');
  await page.keyboard.insertText('"bao giờ"');
  await page.keyboard.press('Enter');
  await expect(desk.comment('Bao giờ có nước sạch?')).toHaveAttribute('data-status', 'spam');
  await expect(page.locator('.queue > .card')).toHaveCount(1);
});

test('whoever looks at a history and comes back is where he was', async ({ sendComments, desk }) => {
  await sendComments('Ý kiến thứ nhất.', 'Ý kiến thứ hai.', 'Ý kiến thứ ba.', 'Ý kiến thứ tư.');
  await desk.goToQueue();
  const { page } = desk;
  await page.keyboard.press('4');
  await page.keyboard.press('j');
  await expect(desk.comment('thứ ba')).toHaveAttribute('aria-current', 'true');
  await expect(desk.comment('thứ ba')).toHaveAccessibleDescription('Ý kiến thứ ba.');
  await page.keyboard.press('h');
  await expect(page.getByRole('heading', { name: 'Lịch sử' })).toBeVisible();
  await page.goBack();
  await expect(desk.comment('thứ ba')).toHaveAttribute('aria-current', 'true');
  await expect(desk.comment('thứ nhất')).toHaveClass(/later/);
  const { y } = await desk.comment('thứ ba').boundingBox();
  expect(Math.abs(y - (await page.evaluate(() => innerHeight)) / 3)).toBeLessThanOrEqual(2);
  // Pages without comments have no keys for them.
  await page.goto(`${desk.server.desk}/articles`);
  await expect(page.locator('.commands')).toHaveCount(0);
});

test('beside a comment stand its writer, the same words elsewhere, and its article', async ({ sendComments, desk, request, server }) => {
  const text = 'Con đường vào ấp tôi lầy lội đã ba mùa mưa rồi.';
  await sendComments(text);
  await desk.publish(text);
  await sendComments(text.toUpperCase());
  await desk.goToQueue();
  const context = desk.pane.getByRole('region', { name: 'Bối cảnh' });
  await expect(context).toContainText('1 bài khác cùng lời, 1 người viết');
  await expect(context).toContainText('Bài khác (cùng địa chỉ mạng, có thể nhiều người): 1 đã đăng.');
  await expect(context).toContainText('đang mở · 1 đã đăng, 1 đang chờ');
  await expectAxeClean(desk.page);
  // Readers see no answer to what was taken off the site.
  const parent = await sendComment(request, server, { text: 'Cha của câu trả lời.' });
  await desk.publish('Cha của câu trả lời.');
  await sendComment(request, server, { text: 'Tôi cũng nghĩ vậy.', parentId: parent });
  await desk.decide(parent, 'spam');
  await desk.goToQueue();
  await desk.read('Tôi cũng nghĩ vậy.');
  await expect(context).toContainText('bị đánh dấu spam: bạn đọc sẽ không thấy câu trả lời này');
  await desk.read(text.toUpperCase());
  await context.getByRole('link', { name: text }).click();
  await expect(desk.page.getByRole('heading', { name: 'Lịch sử' })).toBeVisible();
});

test('the desk is closed to strangers', async ({ anotherPerson, server }) => {
  const stranger = await anotherPerson();
  await stranger.goto(server.desk);
  await expect(stranger.getByRole('heading', { name: 'Đăng nhập' })).toBeVisible();
});

test.describe('a spent link', () => {
  test.use({ allowedErrors: /status of 410/ });

  test('says so', async ({ desk, anotherPerson, server }) => {
    await expect(desk.signOut).toBeVisible();
    const stranger = await anotherPerson();
    await stranger.goto(server.firstEditor);
    await expect(stranger.getByRole('heading', { name: 'Liên kết không còn dùng được' })).toBeVisible();
  });
});
