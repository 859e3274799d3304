// Readers whom their house has signed in: a token from the page, and a house without guests.
import { expectAxeClean } from './fixtures/axe.mjs';
import { SECRET, sign } from './fixtures/reader-token.mjs';
import { expect, test } from './fixtures/test.mjs';
import { CommentForm } from './fixtures/widget.mjs';

const TEXT = 'Người đã đăng nhập thì khỏi phải ghi tên.';

const house = (guests) => `[sites.default]\nguests = ${guests}\nreader_token_secret = "${SECRET}"\n`;

/** Opens the page that asks its house for a token. */
async function open(page, server, token) {
  await page.route('**/token', async (route) => route.fulfill({ contentType: 'text/plain', body: await token() }));
  await page.goto(`${server.article}variants/signed-in.html`);
  const form = new CommentForm(page);
  await form.element.scrollIntoViewIfNeeded();
  return form;
}

test.describe('a house with guests and readers', () => {
  test.use({ serverConfig: house(true) });

  test('a signed-in reader is not asked for a name, and stands under the one of the house', async ({ page, server, desk }) => {
    const form = await open(page, server, () => sign('Nguyễn Thị Đẹp'));
    await form.text.fill(TEXT);
    await expect(form.element.getByText('Bạn viết với tên Nguyễn Thị Đẹp')).toBeVisible();
    await expect(form.name).toBeHidden();
    await expectAxeClean(page);
    await form.send.click();
    await expect(form.thanks).toBeVisible();
    await desk.goToQueue();
    await expect(desk.comment(TEXT)).toContainText('Nguyễn Thị Đẹp');
  });

  test('a press before the page has said who is there waits for it', async ({ page, server }) => {
    let answer;
    const answered = new Promise((resolve) => {
      answer = resolve;
    });
    const form = await open(page, server, () => answered);
    await form.text.fill(TEXT);
    await form.send.click();
    await expect(form.element.getByRole('status').filter({ hasText: 'Đang gửi' })).toBeVisible();
    answer(sign('Nguyễn Thị Đẹp'));
    await expect(form.thanks).toBeVisible();
  });

  test('mount takes the function that answers with a token', async ({ page, server }) => {
    await page.goto(`${server.article}variants/mount.html`);
    await page.evaluate(async (token) => {
      await customElements.whenDefined('binh-luan');
      BinhLuan.mount(document.querySelector('#place'), {
        endpoint: '/v1/sites/default',
        pageId: 'cach-ma-lenh',
        section: undefined,
        loading: 'eager',
        readerToken: async () => token,
      });
    }, sign('Nguyễn Thị Đẹp'));
    const form = new CommentForm(page);
    await form.text.fill(TEXT);
    await expect(form.element.getByText('Bạn viết với tên Nguyễn Thị Đẹp')).toBeVisible();
    await expect(form.element).not.toHaveAttribute('section');
    await form.send.click();
    await expect(form.thanks).toBeVisible();
  });

  test.describe('with what is no token', () => {
    test.use({ allowedErrors: /reader token is no JWT/ });

    // What Vue and React 18 make of a function in an attribute, and where a house redirects whoever is not signed in.
    for (const [what, token] of [
      ['the source of a function', "async () => (await fetch('/token')).text()"],
      ['the page for signing in', '<!DOCTYPE html><title>Đăng nhập</title>'],
    ]) {
      test(`${what} is not sent, and the reader is a guest`, async ({ page, server }) => {
        await page.goto(server.article);
        const form = new CommentForm(page);
        await form.element.evaluate((element, given) => element.setAttribute('reader-token', given), token);
        await form.approach();
        await form.write({ text: TEXT });
        const sent = page.waitForRequest((request) => request.method() === 'POST');
        await form.send.click();
        expect((await sent).headers().authorization).toBeUndefined();
        await expect(form.thanks).toBeVisible();
      });
    }
  });

  test('frameworks find the property', async ({ page, server }) => {
    await page.goto(server.article);
    await page.waitForFunction(() => customElements.get('binh-luan'));
    expect(await page.evaluate(() => 'readerToken' in document.createElement('binh-luan'))).toBe(true);
  });

  test('a guest is a guest', async ({ page, server }) => {
    const form = await open(page, server, () => '');
    await form.write({ text: TEXT });
    await form.send.click();
    await expect(form.thanks).toBeVisible();
  });

  test.describe('with a token that has run out', () => {
    test.use({ allowedErrors: /status of 401/ });

    test('nothing is lost, and a fresh one sends it', async ({ page, server }) => {
      let lifetime = -3600;
      const form = await open(page, server, () => sign('Nguyễn Thị Đẹp', { lifetime }));
      await form.text.fill(TEXT);
      await form.send.click();
      await expect(form.element.getByText(/phiên đăng nhập đã hết hạn/)).toBeVisible();
      await expect(form.text).toHaveValue(TEXT);
      lifetime = 3600;
      await form.send.click();
      await expect(form.thanks).toBeVisible();
    });
  });
});

test.describe('a house without guests', () => {
  test.use({ serverConfig: house(false) });

  test('shows the way to sign in, and the form to whoever has', async ({ page, server }) => {
    let token = '';
    const form = await open(page, server, () => token);
    const signIn = form.element.getByRole('button', { name: 'Đăng nhập' });
    await expect(signIn).toBeVisible();
    await expect(form.text).toBeHidden();
    await expectAxeClean(page);

    // The page signs its reader in, in whatever way, when it is asked to.
    token = sign('Trần Văn Chín');
    await signIn.click();
    await expect(form.text).toBeVisible();
    await form.text.fill(TEXT);
    await form.send.click();
    await expect(form.thanks).toBeVisible();
  });
});
