// An editor's shift at the desk: hands on the keyboard, nobody's work undone.
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

  await keyboard.press('j');
  await expect(desk.comment('Ý kiến đăng ngay.')).toBeFocused();
  await keyboard.press('p');
  await expect(desk.comment('Ý kiến đăng ngay.')).toContainText('Đã đăng');

  const second = desk.comment('Ý kiến có chữ viết nhầm.');
  await expect(second).toBeFocused();
  await keyboard.press('e');
  await expect(second.getByRole('textbox', { name: 'Nội dung sẽ đăng' })).toBeFocused();
  await keyboard.press('Control+A');
  await keyboard.insertText('Ý kiến đã sửa cho đúng.');
  await keyboard.press('Control+Enter');
  await expect(second).toContainText('Đã đăng');

  const third = desk.comment('Ý kiến lạc đề.');
  await expect(third).toBeFocused();
  await keyboard.press('r');
  await keyboard.insertText('Không đúng chủ đề bài viết');
  await keyboard.press('Enter');
  await expect(third).toContainText('Đã từ chối');

  await expect(desk.comment('Ý kiến quảng cáo.')).toBeFocused();
  await keyboard.press('s');
  await expect(desk.comment('Ý kiến quảng cáo.')).toContainText('Đã đánh dấu spam');

  await desk.goToQueue();
  await expect(desk.pending).toHaveCount(0);
});

test('a decision is taken back with one key', async ({ sendComments, desk }) => {
  await sendComments('Ý kiến bấm nhầm.');
  await desk.goToQueue();
  await desk.page.keyboard.press('j');
  await desk.page.keyboard.press('s');
  await expect(desk.comment('Ý kiến bấm nhầm.')).toContainText('Đã đánh dấu spam');
  await desk.page.keyboard.press('u');
  await expect(desk.comment('Ý kiến bấm nhầm.')).toContainText('Đã đưa về hàng chờ');
  await desk.goToQueue();
  await expect(desk.comment('Ý kiến bấm nhầm.')).toHaveCount(1);
});

test('picked comments are decided with one key, and another brings what came meanwhile', async ({ sendComments, desk }) => {
  await sendComments('Ý kiến thứ nhất.', 'Ý kiến thứ hai.', 'Ý kiến thứ ba.');
  await desk.goToQueue();
  const { page } = desk;
  await page.keyboard.press('P');
  await expect(desk.pending, 'nothing was picked').toHaveCount(3);
  for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
  await page.keyboard.press('P');
  await expect(desk.pending).toHaveCount(1);
  await expect(desk.pending).toContainText('Ý kiến thứ ba.');
  await sendComments('Ý kiến vừa đến.');
  await page.keyboard.press('n');
  await expect(desk.pending).toHaveCount(2);
});

test('one comment alone is decided by the same keys', async ({ sendComments, desk }) => {
  await sendComments('Ý kiến xem lịch sử.');
  await desk.goToQueue();
  const { page } = desk;
  await page.keyboard.press('j');
  await page.keyboard.press('h');
  await expect(page.getByRole('heading', { name: 'Lịch sử' })).toBeVisible();
  await page.keyboard.press('e');
  await expect(desk.box()).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('p');
  await expect(page.getByText('Không có bình luận nào ở đây.')).toBeVisible();
});

test.describe('two windows', () => {
  test.use({ allowedErrors: /status of 409/ });

  test('who comes second is told, and keeps the words typed', async ({ sendComments, desk, anotherPerson, server }) => {
    await sendComments('Ý kiến hai người cùng mở.');
    const second = new Desk(await anotherPerson(), server);
    await second.signIn();
    await desk.goToQueue();
    await second.goToQueue();

    await desk.publish('Ý kiến hai người cùng mở.');

    const card = second.comment('Ý kiến hai người cùng mở.');
    await card.getByText('Sửa', { exact: true }).click();
    await card.getByRole('textbox', { name: 'Nội dung sẽ đăng' }).fill('Bản sửa của người thứ hai.');
    await card.getByRole('button', { name: 'Đăng', exact: true }).click();
    await expect(second.page.getByRole('textbox', { name: 'Nội dung sẽ đăng' })).toHaveValue('Bản sửa của người thứ hai.');
    await expect(second.page.getByRole('main')).toContainText('Ý kiến hai người cùng mở.');
  });
});

test('the queue is searched without marks', async ({ sendComments, desk }) => {
  await sendComments('Nước sạch về ấp rồi.', 'Đường vào ấp còn lầy.');
  await desk.goToQueue();
  await desk.page.keyboard.press('/');
  await desk.page.keyboard.insertText('nuoc sach');
  await desk.page.keyboard.press('Enter');
  await expect(desk.pending).toHaveCount(1);
  await expect(desk.pending).toContainText('Nước sạch về ấp rồi.');
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
