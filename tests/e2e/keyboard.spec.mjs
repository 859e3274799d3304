// The whole way with the keyboard alone.
import { expect, test } from './fixtures/test.mjs';

/** Presses Tab until `target` has the focus; fails when the page runs out of stops. */
async function tabTo(page, target, limit = 40) {
  for (let stops = 0; stops < limit; stops += 1) {
    if (await target.evaluate((element) => element.getRootNode().activeElement === element).catch(() => false)) return;
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
}

test('a reader gets from the skip link to a sent comment', async ({ page, server, form }) => {
  await page.goto(server.article);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Đến nội dung chính' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();

  const toComments = page.getByRole('main').getByRole('link', { name: 'Bình luận', exact: true });
  await tabTo(page, toComments);
  await page.keyboard.press('Enter');
  await form.approach();

  await tabTo(page, form.text);
  await page.keyboard.insertText('Toi rat dong tinh voi bai viet nay.');
  await tabTo(page, form.name);
  await page.keyboard.insertText('Nguyễn Thị Hạnh');
  await page.keyboard.press('Enter');

  await expect(form.sendAsIs).toBeVisible();
  await expect(form.text).toBeFocused();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText('Tôi rất đồng tình với bài viết này.');
  await tabTo(page, form.send);
  await page.keyboard.press('Enter');
  await expect(form.thanks).toBeVisible();
});
