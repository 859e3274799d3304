// A reader on Safari's engine: reads, is asked for marks, has them put in, types with help, sends, comes back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Key } from 'selenium-webdriver';
import { startServer } from '../fixtures/server.mjs';
import { startBrowser, Widget } from './browser.mjs';

const PUBLISH_AT_ONCE = '[sites.default]\npublish = "at_once"\n';

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
/** @type {Awaited<ReturnType<typeof startBrowser>>} */
let started;
/** @type {Widget} */
let widget;
/** @type {string} */
let article;

before(async () => {
  server = await startServer(PUBLISH_AT_ONCE);
  article = `${server.article}variants/attributes.html`;
  const answer = await fetch(`${server.article}v1/sites/default/comments`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
    body: JSON.stringify({
      page: { id: 'cach-thuoc-tinh', url: article, title: 'Một thẻ, vài thuộc tính' },
      author: { name: 'Lê An' },
      text: 'Người đến trước đã viết thế này.',
    }),
  });
  assert.equal(answer.status, 201, await answer.text());
  started = await startBrowser();
  widget = new Widget(started.browser);
});

after(async () => {
  await started?.quit();
  await server?.stop();
});

test('a published comment is read', async () => {
  await started.browser.get(article);
  const comment = await widget.find('.comment .text', 'Người đến trước');
  assert.equal(await comment.getText(), 'Người đến trước đã viết thế này.');
});

test('who types without marks is asked, and has them put in', async () => {
  const box = await widget.text();
  await box.click();
  await box.sendKeys('Toi rat thich bai viet nay');
  await (await widget.find('input', 'Họ và tên')).sendKeys('Nguyễn Thị Hạnh');
  await widget.press('Gửi bình luận');
  await widget.press('Thêm dấu giúp tôi');
  await widget.press('Dùng bản này');
  await widget.holds('Tôi rất thích bài viết này');
});

test('keys of Telex become Vietnamese', async () => {
  const box = await widget.text();
  const choice = await widget.find('select', 'Bộ gõ');
  await started.browser.executeScript(
    'arguments[0].value = "telex"; arguments[0].dispatchEvent(new Event("change", { bubbles: true }))',
    choice,
  );
  await box.sendKeys(Key.END);
  // Whatever is typed while the help is on its way is read too.
  await box.sendKeys(', ddungs laf hay.');
  await widget.holds('Tôi rất thích bài viết này, đúng là hay.');
});

test('what was typed is there after a reload', async () => {
  await started.browser.navigate().refresh();
  await widget.holds('Tôi rất thích bài viết này, đúng là hay.');
});

test('it is sent, and stands in the list', async () => {
  const name = await widget.find('input', 'Họ và tên');
  if (!(await name.getProperty('value'))) await name.sendKeys('Nguyễn Thị Hạnh');
  await widget.press('Gửi bình luận');
  await widget.find('.comment .text', 'Tôi rất thích bài viết này, đúng là hay.');
  await started.browser.navigate().refresh();
  await widget.find('.comment .text', 'Tôi rất thích bài viết này, đúng là hay.');
  await widget.holds('');
});
