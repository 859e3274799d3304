// Likes and reports: shown at once, remembered here, undone where the endpoint says no.
import { expectAxeClean } from './fixtures/axe.mjs';
import { expect, test } from './fixtures/test.mjs';
import { PUBLISHES_AT_ONCE, post } from './fixtures/thread.mjs';
import { CommentForm } from './fixtures/widget.mjs';

test.use({ serverConfig: PUBLISHES_AT_ONCE });

async function open(page, server) {
  await page.goto(server.article);
  const form = new CommentForm(page);
  await form.approach();
  return form;
}

test('a like counts once a reader, is there after a reload, and can be taken back', async ({ page, server, anotherPerson }) => {
  await post(server, { text: 'Ý kiến đáng thích.' });
  const form = await open(page, server);
  const like = form.element.getByRole('button', { name: /^Thích/ });
  await like.click();
  await expect(like).toHaveAttribute('aria-pressed', 'true');
  await expect(like).toHaveText(/Thích\s*1/);

  const other = await open(await anotherPerson(), server);
  const theirs = other.element.getByRole('button', { name: /^Thích/ });
  await expect(theirs).toHaveText(/Thích\s*1/);
  await expect(theirs).toHaveAttribute('aria-pressed', 'false');
  const told = other.page.waitForResponse('**/like');
  await theirs.click();
  await expect(theirs).toHaveText(/Thích\s*2/);
  await told;

  // Lists take in the likes of some seconds together.
  await expect(async () => {
    await page.reload();
    await form.approach();
    await expect(like).toHaveText(/Thích\s*2/, { timeout: 1000 });
  }).toPass();
  await expect(like).toHaveAttribute('aria-pressed', 'true');
  await like.click();
  await expect(like).toHaveText(/Thích\s*1/);
  await expect(like).toHaveAttribute('aria-pressed', 'false');
});

test('whoever likes and reports loads nothing that writes', async ({ page, server }) => {
  await post(server, { text: 'Ý kiến đáng thích.' });
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  const form = await open(page, server);
  const told = page.waitForResponse('**/like');
  await form.element.getByRole('button', { name: /^Thích/ }).click();
  await told;
  await form.element.getByRole('button', { name: 'Báo cáo', exact: true }).click();
  await expect(form.element.getByRole('group')).toBeVisible();
  await form.element.getByRole('button', { name: 'Thôi' }).click();
  await expect(form.element.getByRole('group')).toBeHidden();
  expect(asked.filter((url) => /reactions.*wasm/.test(url))).toHaveLength(1);
  expect(asked.filter((url) => /participation|check.*tables/.test(url))).toEqual([]);
});

test.describe('a like that does not get through', () => {
  test.use({ allowedErrors: /Failed to load resource|net::ERR/ });

  test('is taken back with a word', async ({ page, server }) => {
    await post(server, { text: 'Mạng yếu quá.' });
    const form = await open(page, server);
    await page.route('**/like', (route) => route.abort('connectionrefused'));
    const like = form.element.getByRole('button', { name: /^Thích/ });
    await like.click();
    await expect(form.element.getByText('Chưa gửi được. Hãy thử lại.')).toBeVisible();
    await expect(like).toHaveAttribute('aria-pressed', 'false');
    await expect(like).toHaveText('Thích');
  });
});

test('a report, by keyboard alone, reaches the desk', async ({ page, server, desk }) => {
  await post(server, { text: 'Gọi ngay số này để vay tiền nhanh.' });
  const form = await open(page, server);
  const report = form.element.getByRole('button', { name: 'Báo cáo', exact: true });
  await report.focus();
  await page.keyboard.press('Enter');
  const group = form.element.getByRole('group', { name: 'Vì sao bình luận này không nên đăng?' });
  await expect(group.getByRole('radio').first()).toBeFocused();
  await expect(report).toHaveAttribute('aria-expanded', 'true');
  await expectAxeClean(page);

  await form.element.getByRole('button', { name: 'Gửi báo cáo' }).click();
  await expect(form.element.getByText('Hãy chọn một lý do.')).toBeVisible();
  await group.getByRole('radio', { name: 'Quảng cáo, lừa đảo' }).check();
  await page.keyboard.press('Enter');
  await expect(form.element.getByText('Tòa soạn đã nhận báo cáo. Cảm ơn bạn.')).toBeVisible();
  await expect(report).toBeFocused();
  await expect(group).toBeHidden();

  await desk.page.goto(`${server.desk}?status=reported`);
  await expect(desk.page.getByText('Quảng cáo, lừa đảo')).toBeVisible();
});
