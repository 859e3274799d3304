// The widget works with any endpoint that speaks the contract, and from another origin.
import { expect, test as base } from './fixtures/test.mjs';
import { startTinyEndpoint } from './fixtures/tiny-endpoint.mjs';
import { CommentForm } from './fixtures/widget.mjs';

/** @type {import('./fixtures/test.mjs').TestWith<{ tiny: import('./fixtures/tiny-endpoint.mjs').TinyEndpoint }>} */
const test = base.extend({
  tiny: async ({ server }, use) => {
    const tiny = await startTinyEndpoint(`${server.article}binh-luan.js`);
    await use(tiny);
    await tiny.stop();
  },
});

test.use({ allowedErrors: /favicon|404/ });

test('a house of its own publishes at once, and the comment stands in the list', async ({ page, tiny }) => {
  await page.goto(`${tiny.origin}/`);
  const form = new CommentForm(page);
  await form.approach();
  await form.write({ text: 'Chào từ một trang khác, một máy chủ khác.', name: 'Lê Văn Bình' });
  await form.send.click();
  await expect(form.comments.filter({ hasText: 'Chào từ một trang khác' })).toBeVisible();
  await expect(form.text).toHaveValue('');
  expect(tiny.comments).toHaveLength(1);
  expect(tiny.comments[0]).toMatchObject({ page: { id: 'xa-lo' }, author: { name: 'Lê Văn Bình' } });
});

test('its pages follow one another', async ({ page, tiny }) => {
  for (const number of [1, 2, 3]) {
    tiny.comments.push({
      id: `c${number}`,
      page: { id: 'xa-lo' },
      author: { name: 'Bạn đọc' },
      text: `Ý kiến thứ ${number}`,
      created_at: `2026-01-0${number}T08:00:00Z`,
    });
  }
  await page.goto(`${tiny.origin}/`);
  const form = new CommentForm(page);
  await form.approach();
  await expect(form.comments).toHaveCount(2);
  await form.element.getByRole('button', { name: /Xem thêm bình luận/ }).click();
  await expect(form.comments).toHaveCount(3);
  await expect(form.comments.last()).toContainText('Ý kiến thứ 1');
});

test('its limits are the ones that the form keeps', async ({ page, tiny }) => {
  await page.goto(`${tiny.origin}/`);
  const form = new CommentForm(page);
  await form.approach();
  await form.write({ text: 'dài quá '.repeat(70) });
  await form.send.click();
  await expect(form.text).toHaveAttribute('aria-invalid', 'true');
  expect(tiny.comments).toHaveLength(0);
});
