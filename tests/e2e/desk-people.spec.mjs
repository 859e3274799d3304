// People at the desk: a colleague is invited for some places, and a telephone's code is asked for.
import { createHmac } from 'node:crypto';
import { EDITOR, PAGE_ID, sendComment } from './fixtures/desk.mjs';
import { expectAxeClean } from './fixtures/axe.mjs';
import { expect, test } from './fixtures/test.mjs';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * What an authenticator app shows for the letters that were typed into it.
 * @param {string} letters @param {number} later half minutes from now
 */
function code(letters, later) {
  const bits = [...letters.replaceAll(' ', '')].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  const step = Buffer.alloc(8);
  step.writeBigInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const hash = createHmac('sha1', Buffer.from(bytes)).update(step).digest();
  const at = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

test('a second factor, set up and asked for, by keyboard alone', async ({ server, desk }) => {
  const { page } = desk;
  await page.getByRole('link', { name: EDITOR.name }).press('Enter');
  await page.getByRole('link', { name: 'Bật xác thực hai bước' }).press('Enter');
  await page.getByRole('button', { name: 'Bắt đầu' }).press('Enter');
  await expect(page.getByRole('img', { name: 'ứng dụng xác thực quét' })).toBeVisible();
  await expectAxeClean(page);
  const letters = await page.locator('.steps code').innerText();
  await page.getByLabel('Mã trong ứng dụng').fill(code(letters, 0));
  await page.keyboard.press('Enter');
  await expect(page.locator('.codes li')).toHaveCount(10);
  const recovery = await page.locator('.codes li').first().innerText();
  await expectAxeClean(page);

  for (const typed of [code(letters, 1), recovery]) {
    await desk.signOut.click();
    await page.getByLabel('Tên đăng nhập').fill(EDITOR.login);
    await page.getByLabel('Mật khẩu').fill(EDITOR.password);
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('Mã trong ứng dụng')).toBeFocused();
    await expectAxeClean(page);
    await page.keyboard.type(typed);
    await page.keyboard.press('Enter');
    await expect(desk.signOut).toBeVisible();
  }
  await page.goto(`${server.desk}/account`);
  await expect(page.getByText('Đang bật.')).toBeVisible();
});

test.describe('without a script', () => {
  test.use({ editorOptions: { javaScriptEnabled: false }, allowedErrors: /status of (403|404)/ });

  test('an editor is invited, and an article is closed before its first comment', async ({ request, server, desk, anotherPerson }) => {
    const { page } = desk;
    await page.goto(`${server.desk}/articles`);
    await page.getByPlaceholder('Mã bài').fill(PAGE_ID);
    await page.getByRole('button', { name: 'Mở', exact: true }).click();
    await page.getByLabel('đã đóng').check();
    await page.getByLabel('Lời nhắn').fill('Bài đang được cập nhật.');
    await page.getByRole('button', { name: 'Lưu' }).click();
    await page.getByRole('link', { name: '← Bài viết' }).click();
    await expect(page.getByRole('listitem').filter({ hasText: PAGE_ID })).toContainText('đã đóng');
    await expect(sendComment(request, server, { text: 'Tôi đến trước mọi người.' })).rejects.toThrow('403');

    await page.goto(`${server.desk}/editors`);
    await page.getByLabel('Mời ai').fill('Võ Thành Được');
    await page.getByRole('button', { name: 'Tạo liên kết mời' }).click();
    const link = await page.getByRole('link', { name: '/desk/setup/' }).getAttribute('href');
    const colleague = await anotherPerson({ javaScriptEnabled: false });
    await colleague.goto(new URL(link ?? '', server.desk).href);
    await colleague.getByLabel('Tên đăng nhập').fill('vo.duoc');
    await colleague.getByLabel('Mật khẩu').fill(EDITOR.password);
    await colleague.getByRole('button', { name: 'Tạo tài khoản' }).click();
    await expect(colleague.getByRole('link', { name: 'Bình luận' })).toBeVisible();
    await expect(colleague.getByRole('link', { name: 'Biên tập viên' })).toHaveCount(0);
    await colleague.goto(`${server.desk}/editors`);
    await expect(colleague.getByRole('heading', { name: 'không làm được việc này' })).toBeVisible();
    await colleague.goto(`${server.desk}/articles/default/${PAGE_ID}`);
    await expect(colleague.getByText('Bài đang được cập nhật.')).toBeVisible();
    await expect(colleague.getByRole('button', { name: 'Lưu' })).toHaveCount(0);
  });
});
