// What the page pays for the comments: nothing but the loader from afar, and five requests close by.
import { expect, test } from './fixtures/test.mjs';
import { CommentForm } from './fixtures/widget.mjs';

/** Addresses asked for from now on. */
function requestsOf(page) {
  const addresses = [];
  page.on('request', (request) => addresses.push(new URL(request.url())));
  return addresses;
}

test('far from the reader, only the loader is fetched', async ({ page, server }) => {
  await page.setViewportSize({ width: 390, height: 640 });
  const asked = requestsOf(page);
  await page.goto(server.article, { waitUntil: 'networkidle' });
  expect(asked.some(({ pathname }) => pathname === '/binh-luan.js')).toBe(true);
  expect(asked.filter(({ pathname }) => pathname.endsWith('.wasm') || pathname.endsWith('/comments'))).toEqual([]);
});

test('the first view takes at most five requests, all to one host', async ({ page, server }) => {
  const asked = requestsOf(page);
  await page.goto(`${server.article}variants/attributes.html`, { waitUntil: 'networkidle' });
  await new CommentForm(page).approach();
  const ours = asked.filter(({ pathname }) => /^\/(binh-luan\.js|assets\/|v1\/)/.test(pathname));
  expect(ours.length).toBeGreaterThan(1);
  expect(ours.length, ours.join('\n')).toBeLessThanOrEqual(5);
  expect([...new Set(asked.map(({ origin }) => `${origin}/`))]).toEqual([server.article]);
});

test('a slow phone on a slow line writes and sends', async ({ page, server }) => {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  // Slow 4G as the browser's own tools define it: 400 ms, 1.6 Mbit/s down, 750 kbit/s up.
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 400,
    downloadThroughput: 200_000,
    uploadThroughput: 93_750,
  });
  await page.goto(server.article);
  const form = new CommentForm(page);
  await form.approach();
  await form.write({ text: 'Mạng chậm nhưng lời góp ý vẫn tới nơi.' });
  await form.send.click();
  await expect(form.thanks).toBeVisible();
});
