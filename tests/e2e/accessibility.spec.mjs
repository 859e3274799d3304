// axe finds nothing, in every state of the form and in both themes.
import { expectAxeClean } from './fixtures/axe.mjs';
import { expect, test } from './fixtures/test.mjs';
import { ARTICLE, PUBLISHES_AT_ONCE, post, postMany } from './fixtures/thread.mjs';
import { CommentForm } from './fixtures/widget.mjs';

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

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('marks put in, a list of candidates, and keys decoded', async ({ form, page }) => {
      await form.write({ text: 'Toi rat dong tinh voi bai viet nay, can bo phai lang nghe dan noi het loi.' });
      await form.send.click();
      await form.restoreMarks.click();
      await expect(form.element.getByRole('button', { name: 'Dùng bản này' })).toBeVisible();
      await expectAxeClean(page);
      await form.write({ text: 'Tooi raats thichs baif vieets nayf.' });
      await form.send.click();
      await expect(form.element.getByRole('button', { name: /^Chuyển thành/ })).toBeVisible();
      await expectAxeClean(page);
    });

    test.describe('when the line is gone', () => {
      test.use({ allowedErrors: /net::ERR/ });

      test('a comment that waits', async ({ form, page, context }) => {
        await form.write({ text: 'Chờ có mạng thì gửi.' });
        await context.setOffline(true);
        await form.send.click();
        await expect(form.element.getByText(/mất mạng/)).toBeVisible();
        await expectAxeClean(page);
      });
    });

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

test.describe('with published comments', () => {
  test.use({ serverConfig: PUBLISHES_AT_ONCE });

  test('a thread is named and ordered for a screen reader', async ({ page, server }) => {
    const root = await post(server, { text: 'Đường làng nên làm trước Tết.', name: 'Phạm Văn Hai' });
    await post(server, { text: 'Tôi đồng ý.', name: 'Lê Thị Ba', parent: root });
    await page.goto(server.article);
    const form = new CommentForm(page);
    await form.approach();
    await expect(form.element).toMatchAriaSnapshot(`
      - list:
        - listitem:
          - paragraph:
            - text: Phạm Văn Hai
            - link "vừa xong":
              - /url: /#binh-luan-.+/
          - paragraph: Đường làng nên làm trước Tết.
          - paragraph:
            - button "Thích"
            - button "Trả lời"
            - button "Báo cáo"
          - list:
            - listitem:
              - paragraph:
                - text: Lê Thị Ba
                - link "vừa xong":
                  - /url: /#binh-luan-.+/
              - paragraph: Tôi đồng ý.
              - paragraph:
                - button "Thích"
                - button "Trả lời"
                - button "Báo cáo"
    `);
  });

  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    test.describe(colorScheme, () => {
      test.use({ colorScheme });

      test('a thread with a long text, replies, a like, an answer and a report', async ({ page, server }) => {
        const root = await post(server, { text: 'Câu chuyện dài. '.repeat(60) });
        await postMany(server, 4, { parent: root });
        await page.goto(server.article);
        const form = new CommentForm(page);
        await form.approach();
        await expect(form.comments).toHaveCount(3);
        await form.element
          .getByRole('button', { name: /^Thích/ })
          .first()
          .click();
        await form.element.getByRole('button', { name: 'Báo cáo' }).last().click();
        await form.element.getByRole('button', { name: 'Trả lời', exact: true }).first().click();
        await expect(form.text).toBeFocused();
        await expectAxeClean(page);
      });

      test('a closed thread', async ({ page, server, desk }) => {
        await post(server, { text: 'Lời cuối trước khi đóng.' });
        await desk.closeThread(ARTICLE);
        await page.goto(server.article);
        const form = new CommentForm(page);
        await form.element.scrollIntoViewIfNeeded();
        await expect(form.element.getByText('Bài này đã ngừng nhận bình luận.')).toBeVisible();
        await expect(form.text).toBeHidden();
        await expect(form.element.getByRole('button', { name: 'Trả lời' })).toBeHidden();
        await expect(form.element.getByRole('button', { name: 'Báo cáo' })).toBeVisible();
        await expectAxeClean(page);
      });
    });
  }
});
