// With scripts off, the plain form inside the element still takes the comment.
import { expect, test } from './fixtures/test.mjs';

test.use({ javaScriptEnabled: false, editorOptions: { javaScriptEnabled: false } });

const TEXT = 'Tôi đọc báo trên máy cũ, vẫn muốn góp một lời.';

async function writePlain(page, server, text) {
  await page.goto(server.article);
  await page.getByRole('textbox', { name: 'Ý kiến của bạn' }).fill(text);
  await page.getByRole('textbox', { name: 'Họ và tên' }).fill('Phạm Văn Đức');
  await page.getByRole('button', { name: 'Gửi bình luận' }).click();
}

test('the plain form posts, and an editor without scripts corrects and publishes', async ({ page, server, desk }) => {
  await writePlain(page, server, TEXT);
  await expect(page.getByText('Ý kiến của bạn đã được gửi và đang chờ biên tập.')).toBeVisible();
  await desk.goToQueue();
  await expect(desk.pending).toHaveCount(1);
  await expect(desk.comment(TEXT)).toContainText('Phạm Văn Đức');
  const corrected = TEXT.replace('một lời', 'một tiếng');
  // Without scripts each row has its form and its buttons.
  const row = desk.comment(TEXT);
  await row.getByText('Sửa', { exact: true }).click();
  await desk.box(row).fill(corrected);
  await row.getByRole('button', { name: 'Đăng', exact: true }).click();
  await expect(desk.comment(TEXT)).toHaveCount(0);
  await page.goto(`${server.article}v1/sites/default/threads/dan-van-1512`);
  await expect(page.getByText(corrected)).toBeVisible();
  await expect(page.getByText('đã biên tập')).toBeVisible();
});

test('unmarked text comes back in a form that keeps it', async ({ page, server }) => {
  const unmarked = 'Toi rat dong tinh voi bai viet nay, can bo phai lang nghe dan noi het loi.';
  await writePlain(page, server, unmarked);
  await expect(page.getByRole('textbox', { name: 'Ý kiến của bạn' })).toHaveValue(unmarked);
  await page.getByRole('textbox', { name: 'Ý kiến của bạn' }).fill(TEXT);
  await page.getByRole('button', { name: 'Gửi bình luận' }).click();
  await expect(page.getByText('Ý kiến của bạn đã được gửi và đang chờ biên tập.')).toBeVisible();
});
