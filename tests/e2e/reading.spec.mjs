// Reading a thread: orders, pages, replies, long texts, links to one comment, and what is new.
import { expectAxeClean } from './fixtures/axe.mjs';
import { expect, SHAKE_MS, test } from './fixtures/test.mjs';
import { PUBLISHES_AT_ONCE, post, postMany } from './fixtures/thread.mjs';
import { CommentForm } from './fixtures/widget.mjs';

test.use({ serverConfig: PUBLISHES_AT_ONCE });

async function open(page, server, hash = '') {
  await page.goto(`${server.article}${hash}`);
  const form = new CommentForm(page);
  await form.approach();
  return form;
}

const item = (form, text) => form.comments.filter({ hasText: text }).last();

test('pages follow each other without repeating a comment, and the keyboard goes on with them', async ({ page, server }) => {
  await postMany(server, 45);
  const form = await open(page, server);
  await expect(form.comments).toHaveCount(20);
  await expect(form.heading).toContainText('45');
  // One that comes meanwhile moves the others on; none is shown twice for that.
  await post(server, { text: 'Chen vào giữa chừng.' });
  await form.more.focus();
  await page.keyboard.press('Enter');
  await expect(form.comments).toHaveCount(40);
  await expect(form.comments.nth(20)).toBeFocused();
  await form.more.click();
  await expect(form.comments).toHaveCount(45);
  await expect(form.more).toBeHidden();
});

test('oldest first, and newest again', async ({ page, server }) => {
  await postMany(server, 3);
  const form = await open(page, server);
  await expect(form.comments.first()).toContainText('Ý kiến thứ 3');
  await form.element.getByLabel('Sắp xếp').selectOption('Cũ nhất');
  await expect(form.comments.first()).toContainText('Ý kiến thứ 1');
  await form.element.getByLabel('Sắp xếp').selectOption('Mới nhất');
  await expect(form.comments.first()).toContainText('Ý kiến thứ 3');
});

test('two replies are shown, the others on demand; a reply to a reply says whom it answers', async ({ page, server }) => {
  const root = await post(server, { text: 'Mở đầu câu chuyện.' });
  const first = await post(server, { text: 'Trả lời thứ nhất.', name: 'Trần Thị Sáu', parent: root });
  await post(server, { text: 'Trả lời cho trả lời.', parent: first });
  await postMany(server, 22, { text: (number) => `Thêm ý ${number}.`, parent: root });
  const form = await open(page, server);
  await expect(form.comments).toHaveCount(3);
  await expect(item(form, 'Trả lời cho trả lời.')).toContainText('trả lời Trần Thị Sáu');

  await form.element.getByRole('button', { name: 'Xem thêm 22 trả lời' }).click();
  await expect(form.comments).toHaveCount(21);
  await expect(item(form, 'Thêm ý 1.')).toBeFocused();
  await form.element.getByRole('button', { name: 'Xem thêm 4 trả lời' }).click();
  await expect(form.comments).toHaveCount(25);
  await expect(form.element.getByRole('button', { name: /Xem thêm/ })).toBeHidden();
  await expect(form.heading).toContainText('25');
});

test('a long text is folded and opens', async ({ page, server }) => {
  await post(server, { text: `${'Chuyện dài lắm bà con ơi. '.repeat(60)}Hết chuyện.` });
  await post(server, { text: 'Chuyện ngắn.' });
  const form = await open(page, server);
  const long = item(form, 'Chuyện dài');
  const height = () => long.evaluate((node) => node.getBoundingClientRect().height);
  const folded = await height();
  await expect(form.element.getByRole('button', { name: 'Xem hết' })).toHaveCount(1);
  await long.getByRole('button', { name: 'Xem hết' }).click();
  await expect(long).toBeFocused();
  expect(await height()).toBeGreaterThan(folded * 1.2);
});

test.describe('a link to one comment', () => {
  test('opens the article there, however far down the comment stands', async ({ page, server }) => {
    const [id] = await postMany(server, 30);
    const form = await open(page, server, `#binh-luan-${id}`);
    await expect(item(form, 'Ý kiến thứ 1 của')).toBeFocused();
    await expect(item(form, 'Ý kiến thứ 1 của')).toBeInViewport();
    // Further pages do not bring it a second time.
    await form.more.click();
    await expect(form.comments).toHaveCount(30);
  });

  test('finds a reply that is not shown at first', async ({ page, server }) => {
    const root = await post(server, { text: 'Mở đầu.' });
    const ids = await postMany(server, 6, { text: (number) => `Tiếp lời ${number}.`, parent: root });
    const form = await open(page, server, `#binh-luan-${ids[5]}`);
    await expect(item(form, 'Tiếp lời 6.')).toBeFocused();
    await expect(form.comments).toHaveCount(7);
  });

  test('to one that is gone says so', async ({ page, server }) => {
    test.info().annotations.push({ type: 'why', description: 'the browser logs the 404' });
    await post(server, { text: 'Còn đây.' });
    const form = await open(page, server, '#binh-luan-khong-co');
    await expect(form.element.getByText('Bình luận được dẫn tới không còn trên trang.')).toBeVisible();
    await expect(form.comments).toHaveCount(1);
  });
  test.use({ allowedErrors: /status of 404/ });

  test('that is no address at all harms nothing', async ({ page, server }) => {
    await post(server, { text: 'Vẫn đọc được.' });
    const form = await open(page, server, '#binh-luan-%');
    await expect(form.comments).toHaveCount(1);
    await form.text.click();
    await expect(form.name).toBeVisible();
  });

  test('is what the time of a comment is', async ({ page, server }) => {
    const id = await post(server, { text: 'Lấy liên kết ở đây.' });
    const form = await open(page, server);
    await item(form, 'Lấy liên kết').getByRole('link', { name: 'vừa xong' }).click();
    await expect(page).toHaveURL(new RegExp(`#binh-luan-${id}$`));
    await expect(item(form, 'Lấy liên kết')).toBeFocused();
  });
});

test('new comments are announced, move nothing, and come when they are asked for', async ({ page, server }) => {
  await page.clock.install();
  await postMany(server, 20);
  const form = await open(page, server);
  await expect(form.comments).toHaveCount(20);
  await form.comments.nth(3).scrollIntoViewIfNeeded();
  const place = () => form.comments.nth(3).evaluate((node) => node.getBoundingClientRect().top);
  const before = await place();

  await postMany(server, 2, { text: (number) => `Tin mới ${number}.` });
  await page.clock.runFor(31_000);
  const news = form.element.getByRole('button', { name: 'Có 2 bình luận mới' });
  await expect(news).toBeInViewport();
  expect(await place()).toBe(before);
  await expectAxeClean(page);

  await news.click();
  await expect(form.comments.first()).toContainText('Tin mới 2.');
  await expect(form.comments.first()).toBeFocused();
  await expect(news).toBeHidden();
  await expect(form.heading).toContainText('22');
});

test('a list nobody changed costs no body', async ({ page, server }) => {
  test.skip(SHAKE_MS > 0, 'requests that are held back pass by the cache');
  await page.clock.install();
  await postMany(server, 3);
  const form = await open(page, server);
  await expect(form.comments).toHaveCount(3);
  await form.comments.first().scrollIntoViewIfNeeded();
  const asked = page.waitForRequest(/\/comments\?/);
  await page.clock.runFor(31_000);
  const sizes = await (await asked).sizes();
  expect(sizes.responseBodySize).toBe(0);
});
