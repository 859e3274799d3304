// Thêm dấu: an editor puts the marks back on what a reader sent without them.
import { PAGE_ID, sendComment } from './fixtures/desk.mjs';
import { expect, test as base } from './fixtures/test.mjs';

const BARE = 'Toi thay ba con o day rat mong co duong moi, ban nong san cung de hon. Cam on toa soan.';
// Sure of itself, whatever the model.
const MARKED = /^Tôi .*đường.*Cảm ơn tòa soạn\.$/;

/** @type {import('./fixtures/test.mjs').TestWith<{ unmarked: import('./fixtures/desk.mjs').Desk }>} */
const test = base.extend({
  /** The desk with one comment in its queue, which was sent without marks. */
  unmarked: async ({ request, server, desk }, use) => {
    await sendComment(request, server, { text: BARE, unmarked: true });
    await desk.goToQueue();
    await use(desk);
  },
});

test('a comment sent without marks is published with them', async ({ unmarked: desk, anotherPerson, request, server }) => {
  const { keyboard } = desk.page;
  const card = desk.comment(BARE);
  await expect(card).toContainText('gửi không dấu');
  await keyboard.press('d');
  await expect(desk.box()).toHaveValue(MARKED);
  await expect(desk.pane.getByRole('status').filter({ hasText: 'Đã thêm dấu.' })).toBeVisible();
  const text = await desk.box().inputValue();
  await keyboard.press('Escape');
  await expect(card).toBeFocused();
  await keyboard.press('1');
  await expect(desk.pending).toContainText('Đã đăng');
  await desk.allSent();

  const answer = await request.get(`${server.article}v1/sites/default/comments?page_id=${PAGE_ID}`);
  const [shown] = (await answer.json()).comments;
  expect(shown).toMatchObject({ text, edited: true });
  const reader = await anotherPerson();
  await reader.goto(`${server.article}v1/sites/default/threads/${PAGE_ID}`);
  await expect(reader.getByRole('listitem')).toContainText('đã biên tập');
  await expect(reader.getByRole('listitem')).toContainText(text);
});

test('doubtful words are gone through with the keyboard, and follow what is typed', async ({ unmarked: desk }) => {
  const { keyboard } = desk.page;
  await keyboard.press('d');
  const doubts = desk.pane.getByRole('list', { name: 'Những chữ máy chưa chắc' }).getByRole('button');
  await expect(doubts.first()).toBeFocused();
  const before = await desk.box().inputValue();
  const word = await doubts.first().textContent();

  await keyboard.press('Enter');
  await expect(doubts.first()).not.toHaveText(word);
  await expect(doubts.first()).toBeFocused();
  const other = await doubts.first().textContent();
  const after = await desk.box().inputValue();
  expect(after).not.toBe(before);
  expect(after.length - before.length).toBe(other.length - word.length);
  expect(after).toContain(other);

  // Words typed before the doubtful one move it along.
  await desk.box().focus();
  await keyboard.press('Control+Home');
  await keyboard.insertText('Thưa tòa soạn. ');
  await doubts.first().press('Enter');
  const third = await doubts.first().textContent();
  expect(await desk.box().inputValue()).toBe(`Thưa tòa soạn. ${after.replace(other, third)}`);

  // A word that the editor wrote anew is doubtful no more.
  const count = await doubts.count();
  await desk.box().fill('Thưa tòa soạn.');
  await expect(doubts).toHaveCount(0);
  expect(count).toBeGreaterThan(0);
});

test('marks are taken back, by key and by button', async ({ unmarked: desk }) => {
  const restore = desk.pane.getByRole('button', { name: 'Thêm dấu' });
  await restore.click();
  await expect(desk.box()).toHaveValue(MARKED);
  await desk.box().press('Control+Z');
  await expect(desk.box()).toHaveValue(BARE);

  await restore.click();
  await expect(desk.box()).toHaveValue(MARKED);
  await desk.pane.getByRole('button', { name: 'Trả lại chữ cũ' }).click();
  await expect(desk.box()).toHaveValue(BARE);
  await expect(desk.pane.getByRole('list', { name: 'Những chữ máy chưa chắc' })).toBeHidden();
});

test('keys of Telex are decoded by the same button', async ({ unmarked: desk }) => {
  await desk.pane.getByText('Sửa', { exact: true }).click();
  await desk.box().fill('Tooi raats thichs baif vieets nayf.');
  await desk.pane.getByRole('button', { name: 'Thêm dấu' }).click();
  await expect(desk.box()).toHaveValue('Tôi rất thích bài viết này.');
  await expect(desk.pane).toContainText('Telex');
});

test.describe('without JavaScript', () => {
  test.use({ editorOptions: { javaScriptEnabled: false } });

  test('the page comes back with the marks, and nothing is lost', async ({ unmarked: desk }) => {
    const { page } = desk;
    await desk.comment(BARE).getByLabel('Lý do').fill('thêm dấu giúp');
    await desk.comment(BARE).getByRole('button', { name: 'Thêm dấu' }).click();
    await expect(desk.box()).toHaveValue(MARKED);
    await expect(page.getByLabel('Lý do')).toHaveValue('thêm dấu giúp');
    await expect(page.getByRole('status').first()).toContainText('Đã thêm dấu.');

    await page.getByRole('button', { name: 'Trả lại chữ cũ' }).click();
    await expect(desk.box()).toHaveValue(BARE);
    await page.getByRole('button', { name: 'Thêm dấu' }).click();
    await page.getByRole('button', { name: 'Đăng', exact: true }).click();
    await desk.goToQueue();
    await expect(desk.pending).toHaveCount(0);
  });

  test('Enter in the box of the reason turns the comment down', async ({ unmarked: desk }) => {
    await desk.comment(BARE).getByLabel('Lý do').press('Enter');
    await desk.page.goto(`${desk.server.desk}?status=rejected`);
    await expect(desk.comment(BARE)).toHaveCount(1);
  });
});

test.describe('signed out meanwhile', () => {
  // What the pane asks for at that moment is refused too.
  test.use({ allowedErrors: /401/ });

  test('the press goes on after signing in over the page', async ({ unmarked: desk }) => {
    await desk.page.context().clearCookies();
    await desk.pane.getByRole('button', { name: 'Thêm dấu' }).click();
    await desk.signInOver();
    await expect(desk.box()).toHaveValue(MARKED);
  });
});
