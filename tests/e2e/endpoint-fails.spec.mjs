// Whatever the endpoint does, the reader is told in Vietnamese and keeps every word.
import { expect, test } from './fixtures/test.mjs';
import { CommentForm } from './fixtures/widget.mjs';

const TEXT = 'Ý kiến viết trong một chiều mưa, mong đừng bị mất.';
const DOWN = /Máy chủ đang gặp sự cố/;
const NONSENSE = /Máy chủ trả lời không đúng/;
const COMMENTS = /\/v1\/sites\/default\/comments$/;

test.use({ allowedErrors: /Failed to load resource|net::ERR/ });

/** Answers the form's posts, and only them, with `respond`. */
async function onPost(page, respond) {
  await page.route(COMMENTS, (route) => (route.request().method() === 'POST' ? respond(route) : route.fallback()));
}

/** @param {CommentForm} form @param {RegExp} sentence what the reader is told */
async function expectNothingLost(form, sentence) {
  await expect(form.element.getByRole('status').filter({ hasText: sentence })).toBeVisible();
  await expect(form.thanks).toBeHidden();
  await expect(form.text).toHaveValue(TEXT);
  await form.page.reload();
  await form.approach();
  await expect(form.text).toHaveValue(TEXT);
}

for (const [what, answer, sentence] of /** @type {[string, Record<string, unknown>, RegExp][]} */ ([
  ['a page of HTML', { status: 200, contentType: 'text/html', body: '<!DOCTYPE html><title>Xin chào</title>' }, NONSENSE],
  ['500', { status: 500, contentType: 'text/html', body: '<h1>Internal Server Error</h1>' }, DOWN],
  [
    '503 with a problem',
    { status: 503, contentType: 'application/problem+json', body: '{"code":"unavailable","status":503,"title":"Unavailable"}' },
    DOWN,
  ],
  [
    '429',
    {
      status: 429,
      contentType: 'application/problem+json',
      headers: { 'retry-after': '30' },
      body: '{"code":"rate_limited","status":429,"title":"Too many requests"}',
    },
    /đợi 30 giây/,
  ],
  ['202 with nonsense', { status: 202, contentType: 'application/json', body: '[]' }, NONSENSE],
])) {
  test(`an endpoint that answers ${what} loses nothing`, async ({ form, page }) => {
    await onPost(page, (route) => route.fulfill(answer));
    await form.write({ text: TEXT });
    await form.send.click();
    await expectNothingLost(form, sentence);
  });
}

test('an endpoint that cannot be reached loses nothing', async ({ form, page }) => {
  await onPost(page, (route) => route.abort('connectionrefused'));
  await form.write({ text: TEXT });
  await form.send.click();
  await expectNothingLost(form, DOWN);
});

test('an endpoint that never answers is given up', async ({ page, server }) => {
  await page.clock.install();
  await page.goto(server.article);
  const form = new CommentForm(page);
  await form.approach();
  const asked = page.waitForRequest((request) => request.method() === 'POST');
  await onPost(page, () => {});
  await form.write({ text: TEXT });
  await form.send.click();
  await asked;
  await page.clock.fastForward('02:00');
  await expectNothingLost(form, /trả lời quá lâu/);
});

test('offline, the words stay; back on line, they go out by themselves and once', async ({ form, context, desk }) => {
  await form.write({ text: TEXT });
  await context.setOffline(true);
  await form.send.click();
  await expect(form.element.getByRole('status').filter({ hasText: /mất mạng/ })).toBeVisible();
  await expect(form.text).toHaveValue(TEXT);
  await context.setOffline(false);
  await expect(form.thanks).toBeVisible();
  await expect(form.text).toHaveValue('');
  await desk.goToQueue();
  await expect(desk.pending).toHaveCount(1);
});

for (const remembered of [true, false]) {
  const what = remembered ? 'goes out' : 'is a draft again, its name not having been remembered,';
  test(`what was sent offline ${what} after the page was closed and opened again`, async ({ form, page, context, desk }) => {
    await form.write({ text: TEXT });
    if (remembered) await form.element.getByRole('checkbox', { name: 'Nhớ tên và email trên thiết bị này' }).check();
    await context.setOffline(true);
    await form.send.click();
    await expect(form.element.getByRole('status').filter({ hasText: /mất mạng/ })).toBeVisible();
    // Another page in the same browser, as after a restart; this one never hears the line come back:
    // a page that closes may hear it yet, one that has been left does not.
    await page.goto('about:blank');
    await page.close();
    await context.setOffline(false);
    await desk.goToQueue();
    await expect(desk.pending).toHaveCount(0);
    const again = new CommentForm(await context.newPage());
    await again.page.goto(new URL('/', desk.server.article).href);
    await again.approach();
    if (!remembered) {
      await expect(again.text).toHaveValue(TEXT);
      await expect(again.name).toHaveValue('');
      await again.name.fill('Nguyễn Thị Hạnh');
      await again.send.click();
    }
    await expect(again.thanks).toBeVisible();
    await expect(again.text).toHaveValue('');
    await desk.goToQueue();
    await expect(desk.pending).toHaveCount(1);
  });
}

test('a server that comes back is found by itself, and takes the comment once', async ({ page, server, desk }) => {
  await page.clock.install();
  await page.goto(server.article);
  const form = new CommentForm(page);
  await form.approach();
  let answered = 0;
  // The comment arrives and the answer is lost: the worst moment to fail.
  await onPost(page, async (route) => {
    answered += 1;
    if (answered > 2) return route.fallback();
    await route.fetch();
    return route.fulfill({ status: 503, contentType: 'text/html', body: 'later' });
  });
  await form.write({ text: TEXT });
  await form.send.click();
  await expect(form.element.getByRole('status').filter({ hasText: /sẽ được tự gửi lại/ })).toBeVisible();
  await expect(async () => {
    await page.clock.runFor(2_000);
    await expect(form.thanks).toBeVisible({ timeout: 250 });
  }).toPass();
  expect(answered).toBe(3);
  await desk.goToQueue();
  await expect(desk.pending).toHaveCount(1);
});

test('what is changed while offline waits for the reader', async ({ form, context }) => {
  await form.write({ text: TEXT });
  await context.setOffline(true);
  await form.send.click();
  await expect(form.element.getByRole('status').filter({ hasText: /mất mạng/ })).toBeVisible();
  await form.text.fill(`${TEXT} Và còn`);
  await context.setOffline(false);
  await expect(form.element.getByRole('status').filter({ hasText: /mất mạng/ })).toBeHidden();
  await expect(form.text).toHaveValue(`${TEXT} Và còn`);
  await form.send.click();
  await expect(form.thanks).toBeVisible();
});

test('sending twice in haste makes one comment', async ({ form, desk }) => {
  await form.write({ text: TEXT });
  await form.send.dblclick();
  await expect(form.thanks).toBeVisible();
  await desk.goToQueue();
  await expect(desk.pending).toHaveCount(1);
});

test('a list that answers HTML leaves the form usable', async ({ page, server }) => {
  await page.route(/\/comments\?/, (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<h1>?</h1>' }));
  await page.goto(server.article);
  const form = new CommentForm(page);
  await form.approach();
  await form.write({ text: TEXT });
  await form.send.click();
  await expect(form.thanks).toBeVisible();
});
