// axe finds nothing on the desk, in either theme, on a desktop or a phone.
import { expectAxeClean } from './fixtures/axe.mjs';
import { PAGE_ID, sendComment } from './fixtures/desk.mjs';
import { expect, test } from './fixtures/test.mjs';

const WINDOWS = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  for (const [name, viewport] of Object.entries(WINDOWS)) {
    test.describe(`${colorScheme}, ${name}`, () => {
      test.use({ editorOptions: { colorScheme, viewport }, allowedErrors: /status of 410/ });

      test('every page of the desk', async ({ request, server, desk, anotherPerson }) => {
        const { page } = desk;
        const looksRight = async (on = page) => {
          await expectAxeClean(on);
          const tooWide = () => on.evaluate(() => document.documentElement.scrollWidth > innerWidth);
          expect(await tooWide(), `${on.url()} scrolls sideways`).toBe(false);
        };
        const root = await sendComment(request, server, { text: 'Cầu mục cả rồi, mong xã sửa sớm.' });
        await desk.publish('Cầu mục cả rồi', 'Cầu mục cả rồi, mong xã sớm sửa.');
        await request.post(`${server.article}v1/sites/default/comments/${root}/reports`, { data: { reason: 'Trùng lặp' } });
        await sendComment(request, server, { text: 'Tôi cũng thấy vậy.', name: 'Võ Thành Được', parentId: root });
        const bare = 'Ba con o day ban nong san rat kho khan, mong co duong moi.';
        const unmarked = await sendComment(request, server, { text: bare, unmarked: true });

        await desk.goToQueue();
        await looksRight();
        await page.keyboard.press('e');
        await looksRight();
        await page.keyboard.press('Escape');
        await page.keyboard.press('2');
        await expect(page.getByRole('group', { name: 'Từ chối vì' })).toBeVisible();
        await looksRight();
        await page.keyboard.press('Escape');
        await page.keyboard.press('?');
        await expect(page.getByRole('dialog')).toBeVisible();
        await looksRight();
        await page.keyboard.press('Escape');
        await desk.read(bare);
        await page.keyboard.press('d');
        await expect(desk.pane).toContainText('Đã thêm dấu.');
        await looksRight();
        await page.keyboard.press('Escape');
        await page.keyboard.press('3');
        await page.keyboard.press('*');
        await looksRight();
        for (const address of [
          `/comments/${unmarked}`,
          `/comments/${root}`,
          '?status=reported',
          `?page_id=${PAGE_ID}`,
          '?status=spam',
          '/account',
          '/account/second-factor',
          '/articles',
          '/articles?filter=all',
          `/articles/default/${PAGE_ID}`,
          '/log',
          '/editors',
        ]) {
          await page.goto(`${server.desk}${address}`);
          await looksRight();
        }

        const stranger = await anotherPerson({ colorScheme, viewport });
        await stranger.goto(server.desk);
        await looksRight(stranger);
        await stranger.goto(server.firstEditor);
        await looksRight(stranger);
        await page.getByRole('button', { name: 'Tạo liên kết mời' }).click();
        await stranger.goto(new URL(await page.getByRole('link', { name: '/desk/setup/' }).getAttribute('href'), server.desk).href);
        await expect(stranger.getByLabel('Mật khẩu')).toBeVisible();
        await looksRight(stranger);
      });
    });
  }
}
