// The editors' screen: how much of it is comments, the line that stands still, the thumb's buttons.
import { sendComment } from './fixtures/desk.mjs';
import { expect, test as base } from './fixtures/test.mjs';

const WORDS =
  'Đường vào ấp còn lầy, mùa mưa học trò phải xắn quần lội qua, mong xã sớm trải đá cho bà con đi lại, cầu thì mục cả rồi mà chờ mãi chưa thấy ai sửa';

/** Characters of each comment of the sample: some words, a few lines, now and then a letter; 111 on average. */
const LENGTHS = [34, 62, 118, 75, 146, 22, 95, 210, 88, 51, 130, 167, 40, 620, 72, 104, 58, 139, 83, 27, 115, 66, 98, 44];

/** @param {number} length @param {number} at */
const textOf = (length, at) => `${at + 1}. ${`${WORDS}. `.repeat(6)}`.slice(0, length);

/** @type {import('./fixtures/test.mjs').TestWith<{ sample: (count: number) => Promise<void> }>} */
const test = base.extend({
  /** Sends so many comments, of the lengths that comments have. */
  sample: async ({ request, server }, use) => {
    await use(async (count) => {
      for (let at = 0; at < count; at += 1) await sendComment(request, server, { text: textOf(LENGTHS[at % LENGTHS.length], at) });
    });
  },
});

test.use({ serverConfig: '[rate_limits]\ncomments_per_minute = 0\ncomments_per_hour = 0\nwaiting_per_article = 0\n' });

/** What stands whole in the list, nothing of its text cut, and where the comment being read is. @param {import('@playwright/test').Page} page */
const measure = (page) =>
  page.evaluate(() => {
    const list = document.getElementById('list').getBoundingClientRect();
    const whole = [...document.querySelectorAll('.queue > .card')].filter((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      const text = row.querySelector('.text');
      return top >= list.top && bottom <= list.bottom && (row.classList.contains('done') || text.scrollHeight <= text.clientHeight + 1);
    });
    return { whole: whole.length, line: document.querySelector('.card[aria-current]').getBoundingClientRect().top };
  });

for (const [width, height, least] of [
  [1280, 800, 8],
  [1920, 1080, 12],
  [390, 844, 3],
]) {
  test.describe(`${width}×${height}`, () => {
    test.use({ editorOptions: { viewport: { width, height } } });

    test(`${least} whole comments, and a line that stands still`, async ({ sample, desk }) => {
      await sample(24);
      await desk.goToQueue();
      const { page } = desk;
      const seen = [await measure(page)];
      for (let press = 0; press < 12; press += 1) {
        await page.keyboard.press(press % 3 ? '1' : '3');
        seen.push(await measure(page));
      }
      const counts = seen.map(({ whole }) => whole).sort((a, b) => a - b);
      expect(counts[Math.floor(counts.length / 2)], `${counts}`).toBeGreaterThanOrEqual(least);
      for (const { line } of seen) expect(Math.abs(line - height / 3), `${seen.map((one) => one.line)}`).toBeLessThanOrEqual(2);
      await desk.allSent();
    });
  });
}

test('the next comments are there before the last is read, and decided ones stay above until fifty', async ({ sample, desk }) => {
  await sample(64);
  const { page } = desk;
  await page.goto(`${desk.server.desk}?all=1`);
  const rows = page.locator('.queue > .card');
  await expect(rows).toHaveCount(30);
  for (let press = 0; press < 62; press += 1) {
    await page.keyboard.press('1');
    // Whoever presses faster than pages come would only wait for the next one.
    if (press === 20 || press === 50) await expect(rows).toHaveCount(press === 20 ? 60 : 63);
  }
  await expect(page.locator('.card.done')).toHaveCount(50);
  await expect(page.locator('.card[aria-current]')).toContainText('63. ');
  await desk.allSent();
  await desk.goToQueue();
  await expect(desk.pending).toHaveCount(2);
});

test.describe('a phone', () => {
  test.use({ editorOptions: { viewport: { width: 390, height: 844 }, hasTouch: true } });

  test('four buttons under the thumb never change place, and the pane comes over the list', async ({ sample, desk }) => {
    await sample(6);
    await desk.goToQueue();
    const { page } = desk;
    const thumb = ['Đăng', 'Từ chối…', 'Spam', 'Để sau'].map((name) => page.getByRole('button', { name, exact: true }));
    const places = async () => JSON.stringify(await Promise.all(thumb.map((button) => button.boundingBox())));
    const before = await places();
    for (const button of thumb) expect((await button.boundingBox()).height).toBeGreaterThanOrEqual(44);
    await thumb[0].tap();
    await thumb[2].tap();
    await thumb[3].tap();
    await thumb[1].tap();
    expect(await places()).toBe(before);
    await page.getByRole('button', { name: 'Quảng cáo' }).tap();
    await expect(page.locator('.card.done')).toHaveCount(3);
    await expect(page.locator('.card.later')).toHaveCount(1);
    expect(await places()).toBe(before);
    await page.getByRole('button', { name: 'sửa' }).tap();
    await expect(desk.box()).toBeFocused();
    await desk.box().fill('Đã sửa trên điện thoại.');
    await page.getByRole('button', { name: '← Danh sách' }).tap();
    await expect(desk.pane).toBeHidden();
    await thumb[0].tap();
    await expect(page.locator('.card.done')).toHaveCount(4);
    await page.getByRole('button', { name: 'sửa' }).tap();
    await desk.box().fill('Đã sửa rồi đăng ngay.');
    await thumb[0].tap();
    await expect(page.locator('.card.done')).toHaveCount(5);
    // The next one is read before it is decided about.
    await expect(desk.pane).toBeHidden();
    await page.getByRole('button', { name: 'chi tiết' }).tap();
    await expect(desk.pane).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(desk.pane).toBeHidden();
    await desk.allSent();
  });
});
