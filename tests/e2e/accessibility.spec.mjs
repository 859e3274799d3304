// axe finds nothing, in every state of the form and in both themes.
import { expectAxeClean } from './fixtures/axe.mjs';
import { expect, test } from './fixtures/test.mjs';

test('the form is named and ordered for a screen reader', async ({ form }) => {
  await expect(form.element).toMatchAriaSnapshot(`
    - heading /^Bình luận/ [level=2]
    - paragraph: Ý kiến của bạn sẽ được biên tập trước khi đăng. Xin vui lòng gõ tiếng Việt có dấu
    - textbox "Ý kiến của bạn"
    - button "Gửi bình luận"
  `);
  await expect(form.text).toHaveAccessibleDescription(/Xin vui lòng gõ tiếng Việt có dấu/);
  await form.send.click();
  await expect(form.text).toHaveAccessibleDescription(/Bạn chưa viết gì/);
  await expect(form.text).toBeFocused();
});

for (const colorScheme of ['light', 'dark']) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('article, empty form, refused fields and a sent comment', async ({ form, page }) => {
      await expectAxeClean(page);

      await form.send.click();
      await expect(form.text).toHaveAttribute('aria-invalid', 'true');
      await expectAxeClean(page);

      await form.write({ text: 'Toi rat dong tinh voi bai viet nay.' });
      await form.send.click();
      await expect(form.sendAsIs).toBeVisible();
      await expectAxeClean(page);

      await form.text.fill('Tôi rất đồng tình với bài viết này.');
      await form.send.click();
      await expect(form.thanks).toBeVisible();
      await expectAxeClean(page);
    });

    test('a published comment', async ({ form, page, desk }) => {
      await form.write({ text: 'Tôi rất đồng tình với bài viết này.' });
      await form.send.click();
      await expect(form.thanks).toBeVisible();
      await desk.publish('Nguyễn Thị Hạnh');
      await page.reload();
      await form.approach();
      await expect(form.comments).toHaveCount(1);
      await expectAxeClean(page);
    });

    test('the plain form without scripts', async ({ anotherPerson, server }) => {
      // axe needs scripts of its own, so the loader alone is kept away.
      const page = await anotherPerson({ colorScheme });
      await page.route('**/binh-luan.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
      await page.goto(server.article);
      await expectAxeClean(page);
    });

    for (const path of ['mot-cua-luu-dong', 'hien-dat-mo-duong', 'cho-noi', 'lop-hoc-dem']) {
      test(`the short article ${path}`, async ({ page, server }) => {
        await page.goto(`${server.article}${path}.html`);
        await expectAxeClean(page);
      });
    }

    test('the desk', async ({ form, desk }) => {
      await form.write({ text: 'Tôi rất đồng tình với bài viết này.' });
      await form.send.click();
      await expect(form.thanks).toBeVisible();
      await desk.page.emulateMedia({ colorScheme });
      await desk.goToQueue();
      await expect(desk.pending).toHaveCount(1);
      await expectAxeClean(desk.page);
    });
  });
}
