// Nothing on the page moves when the comments arrive.
import { expect, test } from './fixtures/test.mjs';
import { CommentForm } from './fixtures/widget.mjs';

for (const [width, start, how] of /** @type {[number, string, string][]} */ ([
  [390, '', 'scrolling down'],
  [1280, '', 'scrolling down'],
  [390, '#binh-luan', 'coming straight to the comments'],
  [1280, '#binh-luan', 'coming straight to the comments'],
])) {
  test(`at ${width} px, ${how}, the page keeps still`, async ({ page, server }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.addInitScript(() => {
      globalThis.shift = 0;
      new PerformanceObserver((list) => {
        const shifts = /** @type {any[]} */ (list.getEntries());
        for (const entry of shifts) if (!entry.hadRecentInput) globalThis.shift += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(`${server.article}${start}`);
    const form = new CommentForm(page);
    await form.approach();
    await expect(form.notice).toBeVisible();
    // Two frames later the browser has reported every shift of the arrival.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    expect(await page.evaluate(() => globalThis.shift)).toBeLessThanOrEqual(0.01);
  });
}

test('scrolling stays where the reader scrolled to, with a page that ends below the form', async ({ page, server }) => {
  await page.goto(`${server.article}variants/form-only.html`);
  const form = new CommentForm(page);
  await form.approach();
  await form.text.fill('Đọc đến cuối trang.');
  await expect(form.name).toBeVisible();
  const jumped = await page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    scrollTo(0, document.documentElement.scrollHeight);
    const wanted = scrollY;
    for (let frames = 0; frames < 5; frames += 1) await frame();
    return { wanted, by: wanted - scrollY };
  });
  expect(jumped.wanted, 'there is something to scroll').toBeGreaterThan(0);
  expect(jumped.by).toBe(0);
});
