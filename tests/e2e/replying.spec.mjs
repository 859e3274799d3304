// Answering a comment where it stands, without losing what was begun.
import { expectAxeClean } from './fixtures/axe.mjs';
import { expect, test } from './fixtures/test.mjs';
import { PUBLISHES_AT_ONCE, post, postMany } from './fixtures/thread.mjs';
import { CommentForm } from './fixtures/widget.mjs';

const REPLY = 'Tôi cũng nghĩ như bác, mong xã làm sớm.';

test.describe('in a house that publishes first', () => {
  test.use({ serverConfig: PUBLISHES_AT_ONCE });

  test('by keyboard alone: the form comes to the comment, and the answer stands below it', async ({ page, server }) => {
    await post(server, { text: 'Đường làng nên làm trước Tết.', name: 'Phạm Văn Hai' });
    await page.goto(server.article);
    const form = new CommentForm(page);
    await form.approach();
    const comment = form.comments.filter({ hasText: 'Đường làng' }).first();
    await comment.getByRole('button', { name: 'Trả lời' }).focus();
    await page.keyboard.press('Enter');

    await expect(form.text).toBeFocused();
    await expect(comment.getByRole('textbox', { name: 'Ý kiến của bạn' })).toBeVisible();
    await expect(comment).toContainText('Trả lời Phạm Văn Hai');
    await expectAxeClean(page);
    await page.keyboard.type(REPLY);
    await form.name.fill('Đỗ Thị Chín');
    await form.name.press('Enter');

    const answer = comment.getByRole('listitem').filter({ hasText: REPLY });
    await expect(answer).toBeFocused();
    await page.reload();
    await form.approach();
    await expect(comment.getByRole('listitem')).toContainText(REPLY);
    await expect(form.text).toHaveValue('');
  });

  test('given up, the form goes home with its words, and the keyboard to where it came from', async ({ page, server }) => {
    await post(server, { text: 'Có nên cấm xe tải?' });
    await page.goto(server.article);
    const form = new CommentForm(page);
    await form.approach();
    const comment = form.comments.first();
    await comment.getByRole('button', { name: 'Trả lời' }).click();
    await form.text.fill(REPLY);
    await form.element.getByRole('button', { name: 'Thôi' }).click();
    await expect(comment.getByRole('button', { name: 'Trả lời' })).toBeFocused();
    await expect(comment.getByRole('textbox')).toHaveCount(0);
    await expect(form.text).toHaveValue(REPLY);
    await form.name.fill('Đỗ Thị Chín');
    await form.send.click();
    await page.reload();
    await form.approach();
    // It stands by itself.
    await expect(comment).toContainText(REPLY);
  });

  test('an answer that was begun is there after a reload, and still answers', async ({ page, server }) => {
    await post(server, { text: 'Ai chịu trách nhiệm?', name: 'Phạm Văn Hai' });
    await page.goto(server.article);
    const form = new CommentForm(page);
    await form.approach();
    await form.comments.first().getByRole('button', { name: 'Trả lời' }).click();
    await expect(form.element).toContainText('Trả lời Phạm Văn Hai');
    await form.text.fill(REPLY);
    await page.reload();
    await form.approach();
    await expect(form.text).toHaveValue(REPLY);
    await expect(form.element).toContainText('Trả lời Phạm Văn Hai');
    await form.name.fill('Đỗ Thị Chín');
    await form.send.click();
    await expect(form.text).toHaveValue('');
    await page.reload();
    await form.approach();
    await expect(form.comments.first().getByRole('listitem')).toContainText(REPLY);
  });

  test('another order takes the comments away, not the words', async ({ page, server }) => {
    await postMany(server, 3);
    await page.goto(server.article);
    const form = new CommentForm(page);
    await form.approach();
    await form.comments.nth(1).getByRole('button', { name: 'Trả lời' }).click();
    await form.text.fill(REPLY);
    await form.element.getByLabel('Sắp xếp').selectOption('Cũ nhất');
    await expect(form.comments.first()).toContainText('Ý kiến thứ 1');
    await expect(form.text).toHaveValue(REPLY);
    await expect(form.text).toBeVisible();
  });
});

test('where an editor looks first, the answer waits below its comment', async ({ form, page, desk }) => {
  await form.write({ text: 'Xin hỏi tòa soạn về lịch họp dân.' });
  await form.send.click();
  await expect(form.thanks).toBeVisible();
  await desk.publish('Xin hỏi tòa soạn');
  await page.reload();
  await form.approach();
  const comment = form.comments.filter({ hasText: 'Xin hỏi tòa soạn' }).first();
  await comment.getByRole('button', { name: 'Trả lời' }).click();
  await form.text.fill(REPLY);
  await form.send.click();
  const answer = comment.getByRole('listitem').filter({ hasText: REPLY });
  await expect(answer).toContainText('Đang chờ biên tập');
  await expect(answer).toBeFocused();
  // The same after a reload, as long as nobody has decided.
  await page.reload();
  await form.approach();
  await expect(answer).toContainText('Đang chờ biên tập');
});
