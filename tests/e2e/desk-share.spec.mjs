// The queue shared out: each page has comments of its own, and nothing that comes or goes moves what is read.
import { Desk, sendComment } from './fixtures/desk.mjs';
import { expectAxeClean } from './fixtures/axe.mjs';
import { expect, test as base } from './fixtures/test.mjs';

/** @type {import('./fixtures/test.mjs').TestWith<{ send: (count: number, from?: number) => Promise<string[]> }>} */
const test = base.extend({
  /** Sends so many comments; their ids. */
  send: async ({ request, server }, use) => {
    await use(async (count, from = 1) => {
      const ids = [];
      for (let at = from; at < from + count; at += 1) ids.push(await sendComment(request, server, { text: `Ý kiến số ${at}.` }));
      return ids;
    });
  },
});

test.use({ serverConfig: '[rate_limits]\ncomments_per_minute = 0\ncomments_per_hour = 0\nwaiting_per_article = 0\n' });

const OPEN = '.queue > .card:not(.done)';

/** @param {import('./fixtures/desk.mjs').Desk} desk */
const held = (desk) => desk.page.locator(OPEN).evaluateAll((rows) => rows.map((row) => /** @type {HTMLElement} */ (row).dataset.id));

/** Where the comment being read stands. @param {import('./fixtures/desk.mjs').Desk} desk */
const line = async (desk) => {
  const row = desk.page.locator('.card[aria-current]');
  return { id: await row.getAttribute('data-id'), y: (await row.boundingBox()).y };
};

test('two editors have different comments, and who leaves gives his to the other', async ({ send, desk, anotherPerson }) => {
  const hai = await desk.inviteColleague(await anotherPerson());
  const ids = await send(45);
  await desk.goToQueue();
  await hai.goToQueue();
  await expect(desk.page.locator(OPEN)).toHaveCount(30);
  await expect(hai.page.locator(OPEN)).toHaveCount(15);
  expect([...(await held(desk)), ...(await held(hai))].sort()).toEqual([...ids].sort());
  await expect(desk.page.locator('#share-told')).toContainText('Phần của bạn 30 · cả bàn 45');

  // Another page of the same editor is another page: nothing is left for it, and it says so.
  const second = await desk.page.context().newPage();
  await second.goto(desk.server.desk);
  await expect(second.locator('#list[data-taken]')).toBeVisible();
  await expect(second.locator(OPEN)).toHaveCount(0);
  await second.close();

  // The whole queue tells whose each is.
  await hai.page.getByRole('link', { name: 'Cả hàng chờ' }).click();
  await expect(hai.page.locator('.queue > .card').first()).toContainText('phần của Trần Mai');

  // What she gave back comes by itself to whoever has little left.
  for (let press = 0; press < 25; press += 1) await desk.page.keyboard.press('1');
  await expect(desk.page.locator(OPEN)).toHaveCount(20);
  await desk.allSent();
  await expect(desk.page.locator('.tabs [data-count=pending]')).toHaveText('20');
  await expect(desk.page).toHaveTitle(/^\(20\) /);
});

test('the list never runs dry, and what comes moves nothing', async ({ send, desk }) => {
  await send(64);
  await desk.goToQueue();
  const { page } = desk;
  await expect(page.locator(OPEN)).toHaveCount(30);
  const seen = [];
  for (let press = 0; press < 64; press += 1) {
    seen.push(await page.locator('.card[aria-current] .text').textContent());
    await page.keyboard.press('1');
    await expect(page.locator(`.card.done .done-text`).filter({ hasText: new RegExp(`số ${press + 1}\\.$`) })).toHaveCount(1);
    if (press < 63) await expect(page.locator('.card[aria-current]')).toHaveCount(1);
  }
  expect(seen).toEqual(Array.from({ length: 64 }, (_, at) => `Ý kiến số ${at + 1}.`));
  await expect(desk.pane).toContainText('Bình luận mới sẽ tự hiện ra');
  await desk.allSent();
  // And what is sent now comes without a press.
  await send(1, 65);
  await expect(page.locator('.card[aria-current]')).toContainText('Ý kiến số 65.');
  // What has just come under the keys takes no press for a moment.
  await expect(async () => {
    await page.keyboard.press('3');
    await expect(page.locator(OPEN)).toHaveCount(0, { timeout: 200 });
  }).toPass();
  await desk.allSent();
});

test('what a colleague decided leaves quietly; what is being read stays and says so', async ({ send, desk, anotherPerson }) => {
  const hai = await desk.inviteColleague(await anotherPerson());
  const ids = await send(6);
  await desk.goToQueue();
  const { page } = desk;
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  const before = await line(desk);
  expect(before.id).toBe(ids[2]);
  await hai.decide(ids[0], 'publish');
  await hai.decide(ids[4], 'spam');
  await expect(page.locator(OPEN)).toHaveCount(4);
  const after = await line(desk);
  expect(after.id).toBe(before.id);
  expect(Math.abs(after.y - before.y)).toBeLessThanOrEqual(1);
  await expect(page.locator('#strip')).toBeHidden();

  // The one being read: who and what, in its place. The same decision is silent.
  await hai.decide(ids[2], 'publish');
  const row = page.locator('.card[aria-current]');
  await expect(row).toContainText('Lê Hai đã đăng bình luận này.');
  await expect(desk.pane).toContainText('Lê Hai đã đăng bình luận này.');
  expect(await line(desk)).toEqual(after);
  await expectAxeClean(page);
  await page.keyboard.press('1');
  await desk.allSent();
  await expect(page.locator('#strip')).toBeHidden();
  await expect(page.locator('.card[aria-current]')).toContainText('Ý kiến số 4.');

  // Another decision is shown as what it is, and nothing is done.
  await hai.decide(ids[3], 'spam');
  await expect(row).toContainText('Lê Hai đã đánh dấu spam bình luận này.');
  await page.keyboard.press('1');
  await expect(page.locator('#strip')).toContainText('Lê Hai đã đánh dấu spam');
  await desk.allSent();
  // It is a whole comment above the line again, and the line has not moved.
  await expect(page.locator(`#c-${ids[3]}`)).not.toHaveClass(/done/);
  expect(Math.abs((await line(desk)).y - (await page.evaluate(() => innerHeight)) / 3)).toBeLessThanOrEqual(2);

  // Whoever steps on leaves it behind.
  await expect(page.locator('.card[aria-current]')).toContainText('Ý kiến số 6.');
  await hai.decide(ids[5], 'reject');
  await expect(row).toContainText('Lê Hai đã từ chối bình luận này.');
  await page.keyboard.press('k');
  await expect(page.locator(`#c-${ids[5]}`)).toHaveClass(/done/);
});

test('whoever stops working gives his share back, and gets it again with the next press', async ({ send, desk, anotherPerson }) => {
  const hai = await desk.inviteColleague(await anotherPerson());
  await send(3);
  const { page } = desk;
  await page.clock.install();
  await desk.goToQueue();
  await expect(page.locator(OPEN)).toHaveCount(3);
  await hai.goToQueue();
  await expect(hai.page.locator(OPEN)).toHaveCount(0);
  // Reading is work too, as long as something is pressed now and then.
  const beat = async () => {
    const renewed = page.waitForResponse(/\/desk\/share$/);
    await page.clock.runFor('00:41');
    await renewed;
  };
  for (let beats = 0; beats < 9; beats += 1) {
    await beat();
    await page.keyboard.press(beats % 2 ? 'j' : 'k');
  }
  await expect(page.locator('#strip')).toBeHidden();
  for (let beats = 0; beats < 3; beats += 1) await beat();
  await expect(hai.page.locator(OPEN)).toHaveCount(0);
  await page.clock.fastForward('06:00');
  await expect(page.locator('#strip')).toContainText('phần việc đã được trả lại');
  await expect(hai.page.locator(OPEN)).toHaveCount(3);
  await hai.page.goto(`${desk.server.desk}/account`);
  await page.keyboard.press('j');
  await expect(page.locator('#strip')).toBeHidden();
  await hai.goToQueue();
  await expect(hai.page.locator('#share-told')).toContainText('Phần của bạn 0 · cả bàn 3');
  await expect(hai.page.locator(OPEN)).toHaveCount(0);
});

test.describe('a page that was left', () => {
  test.use({ allowedErrors: /ERR_FAILED/ });

  test('whoever signs out gives his share back, and a page that was left holds nothing', async ({ send, desk, anotherPerson }) => {
    const hai = await desk.inviteColleague(await anotherPerson());
    await send(3);
    await desk.goToQueue();
    const { page } = desk;
    // What the page asks for last reaches the server when it is gone.
    await page.route(/\/share\/release$/, (route) => route.abort());
    await desk.goToQueue();
    await expect(page.locator(OPEN)).toHaveCount(3);
    await page.unroute(/\/share\/release$/);
    await desk.signOut.click();
    await expect(page.getByRole('heading', { name: 'Đăng nhập' })).toBeVisible();
    await hai.goToQueue();
    await expect(hai.page.locator(OPEN)).toHaveCount(3);
  });
});

test.describe('where events do not come', () => {
  test.use({ allowedErrors: /ERR_FAILED|status of 503/ });

  test('the counts are asked for', async ({ send, desk }) => {
    const { page } = desk;
    await page.route(/\/events$/, (route) => route.abort());
    await desk.goToQueue();
    await expect(page.locator('.tabs [data-count=pending]')).toHaveText('0');
    const asked = page.waitForResponse(/\/v1\/desk\/counts$/);
    await send(2);
    await asked;
    await expect(page.locator('.card[aria-current]')).toContainText('Ý kiến số 1.', { timeout: 30_000 });
  });

  test('a share that cannot be had is asked for again', async ({ send, desk }) => {
    const { page } = desk;
    await send(1);
    let refused = 0;
    await page.route(/\/desk\/share$/, async (route) => {
      refused += 1;
      if (refused > 1) await route.fallback();
      else await route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{}' });
    });
    await page.goto(desk.server.desk);
    await expect(page.locator('#strip')).toContainText('đang thử lại');
    await expect(page.locator('.card[aria-current]')).toContainText('Ý kiến số 1.');
    await expect(page.locator('#strip')).toBeHidden();
  });
});

test('a list that is not shared out says how many are new, and moves nothing', async ({ send, desk }) => {
  await send(2);
  const { page } = desk;
  await page.goto(`${desk.server.desk}?all=1`);
  await page.keyboard.press('1');
  await desk.allSent();
  await expect(page.locator('.tabs [data-count=pending]')).toHaveText('1');
  await send(3, 3);
  await expect(page.locator('.total')).toContainText('3 bài mới');
  await expect(page.locator('.queue > .card')).toHaveCount(2);
  await page.keyboard.press('n');
  await expect(page.locator('.queue > .card')).toHaveCount(4);
});

test.describe('another machine', () => {
  test.use({ allowedErrors: /status of 40[139]/ });

  test('an edit that has begun is there, and gone when it was decided', async ({ send, desk, anotherPerson }) => {
    await send(2);
    await desk.goToQueue();
    const { page } = desk;
    await page.keyboard.press('e');
    await page.keyboard.insertText(' Thêm nửa câu');
    await expect(desk.pane).toContainText('mở được cả ở máy khác');
    const there = new Desk(await anotherPerson(), desk.server);
    // The machine breaks: nothing is given back, and the share ends by itself; here it is closed.
    await page.close({ runBeforeUnload: false });
    await there.signIn();
    await there.shareTaken();
    await expect(there.box()).toBeVisible();
    await expect(there.box()).toHaveValue('Ý kiến số 1. Thêm nửa câu');
    await expect(there.pane).toContainText('còn nguyên trong ô');
    await there.box().press('Control+Enter');
    await there.allSent();
    await there.page.goto(`${desk.server.desk}?status=published`);
    await expect(there.comment('Ý kiến số 1. Thêm nửa câu')).toHaveCount(1);
    expect(await (await there.page.request.get(`${desk.server.desk}?status=published`)).text()).not.toContain('data-draft');
  });

  test('devices whose clocks are wrong do not tell which edit is the later one', async ({ send, desk, anotherPerson }) => {
    await send(1);
    const { page } = desk;
    page.on('dialog', (dialog) => dialog.accept());
    // Three hours ahead.
    await page.clock.install({ time: Date.now() + 3 * 3_600_000 });
    await desk.goToQueue();
    await page.keyboard.press('e');
    await page.keyboard.insertText(' Bản một');
    await page.clock.runFor(1_500);
    await expect(desk.pane).toContainText('mở được cả ở máy khác');
    await page.goto(`${desk.server.desk}/account`);
    const there = new Desk(await anotherPerson(), desk.server);
    there.page.on('dialog', (dialog) => dialog.accept());
    await there.signIn();
    await expect(there.box()).toHaveValue('Ý kiến số 1. Bản một');
    await there.box().press('End');
    await there.page.keyboard.insertText(' và hai');
    await expect(there.pane).toContainText('mở được cả ở máy khác');
    await there.page.goto(`${desk.server.desk}/account`);
    await desk.goToQueue();
    await expect(desk.box()).toHaveValue('Ý kiến số 1. Bản một và hai');
    // What stood here is a press away.
    await page.getByRole('button', { name: 'Lấy bản trên máy này' }).click();
    await expect(desk.box()).toHaveValue('Ý kiến số 1. Bản một');
  });

  test('what is typed just before leaving is kept, and what is thrown away is gone everywhere', async ({ send, desk }) => {
    await send(1);
    await desk.goToQueue();
    const { page } = desk;
    page.on('dialog', (dialog) => dialog.accept());
    await page.keyboard.press('e');
    await page.keyboard.insertText(' Vội');
    await page.goto(`${desk.server.desk}/account`);
    await page.evaluate(() => localStorage.clear());
    await desk.goToQueue();
    await expect(desk.box()).toHaveValue('Ý kiến số 1. Vội');
    const forgotten = page.waitForResponse((response) => response.request().method() === 'DELETE');
    await page.getByRole('button', { name: 'Bỏ bản sửa' }).click();
    await forgotten;
    await desk.goToQueue();
    await expect(desk.comment('Ý kiến số 1.')).toHaveCount(1);
    await expect(desk.box()).toBeHidden();
  });
});

test('an edit that was taken back with its decision stands in the box again', async ({ send, desk }) => {
  await send(2);
  await desk.goToQueue();
  const { page } = desk;
  await page.keyboard.press('e');
  await page.keyboard.insertText(' Thêm nửa câu');
  await page.keyboard.press('Control+Enter');
  await desk.allSent();
  await page.locator('.take-back').click();
  await expect(desk.box()).toHaveValue('Ý kiến số 1. Thêm nửa câu');
  await desk.allSent();
  await expect(page.locator('.card[aria-current] .text')).toHaveText('Ý kiến số 1.');
  await expect(desk.pane).toContainText('mở được cả ở máy khác');
});

test.describe('signed out elsewhere', () => {
  test.use({ allowedErrors: /status of 40[13]/ });

  test('is told at once, and takes nothing from whoever types', async ({ send, desk }) => {
    await send(2);
    await desk.goToQueue();
    const { page } = desk;
    await page.keyboard.press('e');
    const other = await page.context().newPage();
    await other.goto(`${desk.server.desk}/account`);
    await other.getByRole('button', { name: 'Đăng xuất' }).click();
    await expect(page.locator('#strip')).toContainText('Phiên làm việc đã hết.');
    await page.keyboard.type(' chua xong');
    await expect(desk.box()).toHaveValue('Ý kiến số 1. chua xong');
    await page.locator('#strip').getByRole('button', { name: 'Đăng nhập' }).click();
    await desk.signInOver();
    await expect(page.locator('#strip')).toBeHidden();
    await expect(desk.pane).toContainText('mở được cả ở máy khác');
    await page.keyboard.press('Control+Enter');
    await desk.allSent();
    await expect(page.locator(OPEN)).toHaveCount(1);
  });
});
