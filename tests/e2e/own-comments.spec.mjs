// What became of my comment: seen, followed and withdrawn without an account.
import { expect, test } from './fixtures/test.mjs';
import { PUBLISHES_AT_ONCE, post } from './fixtures/thread.mjs';
import { CommentForm } from './fixtures/widget.mjs';

const TEXT = 'Tôi thấy cách làm này rất đáng học hỏi.';

/** Sends a comment and finds it again after a reload. */
async function sendAndReload({ form, page }) {
  await form.write({ text: TEXT });
  await form.send.click();
  await expect(form.thanks).toBeVisible();
  const asked = page.waitForResponse('**/receipts/**');
  await page.reload();
  const again = new CommentForm(page);
  await again.approach();
  // What happens to the comment from here on is seen by the next page.
  await (await asked).finished();
  return { again, own: again.comments.filter({ hasText: TEXT }) };
}

test('a comment on its way is there after a reload, and can be withdrawn', async ({ form, page, desk }) => {
  const { again, own } = await sendAndReload({ form, page });
  await expect(own).toContainText('Đang chờ biên tập');

  await own.getByRole('button', { name: 'Rút lại' }).click();

  await expect(again.element.getByText('Đã rút lại ý kiến.')).toBeVisible();
  await expect(own).toHaveCount(0);
  await expect(again.text).toHaveValue(TEXT);
  await expect(again.text).toBeFocused();
  await desk.goToQueue();
  await expect(desk.comment(TEXT)).toHaveCount(0);
});

test('a published comment says so once and then stands among the others', async ({ form, page, desk }) => {
  const { again, own } = await sendAndReload({ form, page });
  await expect(own).toHaveCount(1);
  await desk.publish(TEXT, TEXT);

  await page.reload();
  await again.approach();
  const news = again.element.getByText('Ý kiến của bạn đã được đăng.');
  await expect(news).toBeVisible();
  await expect(own).toHaveCount(1);
  await expect(own.getByRole('button', { name: 'Rút lại' })).toBeHidden();

  await page.reload();
  await again.approach();
  await expect(own).toHaveCount(1);
  await expect(news).toBeHidden();
});

test.describe('in a house that publishes first', () => {
  test.use({ serverConfig: PUBLISHES_AT_ONCE });

  test("one's own comment is no news, another one is", async ({ page, server }) => {
    await page.clock.install();
    await page.goto(server.article);
    const form = new CommentForm(page);
    await form.approach();
    await form.write({ text: TEXT });
    await form.send.click();
    await expect(form.comments.filter({ hasText: TEXT })).toHaveCount(1);
    const askedAgain = async () => {
      const answer = page.waitForResponse(/\/comments\?/);
      await page.clock.runFor(31_000);
      await (await answer).finished();
    };
    const news = form.element.getByRole('button', { name: /bình luận mới/ });
    await askedAgain();
    await expect(news).toBeHidden();

    await post(server, { text: 'Tôi cũng nghĩ như vậy.' });
    await askedAgain();
    await expect(news).toHaveText('Có 1 bình luận mới');
    await news.click();
    await expect(form.comments.first()).toContainText('Tôi cũng nghĩ như vậy.');
    await expect(form.comments.filter({ hasText: TEXT })).toHaveCount(1);
  });
});
