// What was typed with the input method off is decoded by a module that comes only then.
import { hold } from './fixtures/hold.mjs';
import { expect, test } from './fixtures/test.mjs';

const KEYS = 'tooi raats ddoongf ys vowis baif vieets nayf';
const MEANT = 'tôi rất đồng ý với bài viết này';

test('keys are turned into what was meant with one press', async ({ form, page }) => {
  const fetched = [];
  page.on('request', (request) => fetched.push(request.url()));
  await form.write({ text: KEYS });
  expect(fetched.filter((url) => url.includes('decoder'))).toEqual([]);

  await form.send.click();
  await expect(form.text).toHaveAccessibleDescription(/bộ gõ tiếng Việt đang tắt/);
  await form.element.getByRole('button', { name: `Chuyển thành: “${MEANT}”` }).click();

  await expect(form.text).toHaveValue(MEANT);
  await form.send.click();
  await expect(form.thanks).toBeVisible();
});

test.describe('where the decoder does not come', () => {
  test.use({ allowedErrors: /Failed to load resource|ERR_FAILED/ });

  test('the sentence and the other ways on stay', async ({ form, page }) => {
    await page.route('**/decoder*', (route) => route.abort());
    await form.write({ text: KEYS });
    await form.send.click();

    await expect(form.text).toHaveAccessibleDescription(/bộ gõ tiếng Việt đang tắt/);
    await expect(form.element.getByRole('button', { name: 'Bật bộ gõ Telex' })).toBeVisible();
    await expect(form.element.getByRole('button', { name: /^Chuyển thành/ })).toBeHidden();
    await form.sendAsIs.click();
    await expect(form.thanks).toBeVisible();
  });
});

test('the endpoint may be quicker than the check: the reader is told more once that is here', async ({ form, page }) => {
  const held = await hold(page, '**/check-*.tables', 'GET');
  await form.write({ text: KEYS });
  await form.send.click();
  await expect(form.text).toHaveAccessibleDescription(/tiếng Việt không dấu/);
  held.release();
  await expect(form.text).toHaveAccessibleDescription(/bộ gõ tiếng Việt đang tắt/);
  await expect(form.element.getByRole('button', { name: `Chuyển thành: “${MEANT}”` })).toBeVisible();
});
