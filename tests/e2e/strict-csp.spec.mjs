// The page stands under the strictest policy a newspaper may have, and nothing is refused.
import { expect, test } from './fixtures/test.mjs';
import { PUBLISHES_AT_ONCE, post } from './fixtures/thread.mjs';
import { CommentForm } from './fixtures/widget.mjs';

const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; require-trusted-types-for 'script'";

/** Replaces the server's own policy by the strict one on every document. */
async function setPolicy(page, policy) {
  await page.route(
    (url) => !url.pathname.startsWith('/v1/'),
    async (route) => {
      if (route.request().resourceType() !== 'document') return route.fallback();
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
    },
  );
}

test('shows and posts with no violation', async ({ page, server, complaints }) => {
  await setPolicy(page, POLICY);
  await page.goto(server.article);
  const form = new CommentForm(page);
  await form.approach();
  await form.write({ text: 'Bài viết rất hay, cảm ơn tòa soạn.' });
  await form.send.click();
  await expect(form.thanks).toBeVisible();
  expect(complaints).toEqual([]);
});

test.describe('in a thread', () => {
  test.use({ serverConfig: PUBLISHES_AT_ONCE });

  test('replies, likes, reports, marks and typing help: no violation either', async ({ page, server, complaints }) => {
    await post(server, { text: 'Mở đầu câu chuyện.' });
    await setPolicy(page, POLICY);
    await page.goto(server.article);
    const form = new CommentForm(page);
    await form.approach();
    const button = (name) => form.element.getByRole('button', { name });
    await button(/^Thích/).click();
    await button('Báo cáo').click();
    await form.element.getByRole('radio', { name: 'Lý do khác' }).check();
    await button('Gửi báo cáo').click();
    await expect(form.element.getByText('Tòa soạn đã nhận báo cáo.')).toBeVisible();
    await button('Trả lời').click();
    await form.write({ text: 'Toi rat dong tinh voi bai viet nay, can bo phai lang nghe dan.' });
    await form.send.click();
    await form.restoreMarks.click();
    await button('Dùng bản này').click();
    await form.element.getByRole('combobox', { name: 'Bộ gõ' }).selectOption('Telex');
    await form.text.press('End');
    await form.text.pressSequentially(' Ddungs thees.');
    await expect(form.text).toHaveValue(/Đúng thế\.$/);
    await form.send.click();
    await expect(form.text).toHaveValue('');
    await expect(form.comments.getByText(/Đúng thế\.$/)).toBeVisible();
    expect(complaints).toEqual([]);
  });
});

test.describe('the policy in this file', () => {
  test.use({ allowedErrors: /TrustedHTML/ });

  test('is in force', async ({ page, server }) => {
    await setPolicy(page, POLICY);
    await page.goto(server.article);
    const refused = await page.evaluate(() => {
      try {
        document.createElement('div').innerHTML = '<i></i>';
        return false;
      } catch (error) {
        return error instanceof TypeError;
      }
    });
    expect(refused).toBe(true);
  });
});

test.describe('where the page refuses WebAssembly', () => {
  test.use({ allowedErrors: /WebAssembly|wasm|Content Security Policy|unsafe-eval|binh-luan/i });

  test('the plain form stays and still posts', async ({ page, server }) => {
    await setPolicy(page, "default-src 'self'; script-src 'self'; style-src 'self'");
    await page.goto(server.article);
    const element = page.locator('binh-luan');
    const refused = page.waitForEvent('console', (message) => message.type() !== 'log');
    await element.scrollIntoViewIfNeeded();
    await refused;
    await element.getByRole('textbox', { name: 'Ý kiến của bạn' }).fill('Bài viết rất hay, cảm ơn tòa soạn.');
    await element.getByRole('textbox', { name: 'Họ và tên' }).fill('Nguyễn Thị Hạnh');
    await element.getByRole('button', { name: 'Gửi bình luận' }).click();
    await expect(page.getByText('Ý kiến của bạn đã được gửi và đang chờ biên tập.')).toBeVisible();
  });
});
