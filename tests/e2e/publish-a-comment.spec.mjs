// The path that everything else serves: a reader writes, an editor publishes, another reader reads.
import { expect, test } from './fixtures/test.mjs';
import { CommentForm } from './fixtures/widget.mjs';

const UNMARKED = 'Toi rat dong tinh voi bai viet nay, can bo phai lang nghe dan noi het loi.';
const MARKED = 'Tôi rất đồng tình với bài viết này, cán bộ phải lắng nge dân nói hết lời.';
const CORRECTED = MARKED.replace('lắng nge', 'lắng nghe');

test('a comment goes from the reader through the editor to the page', async ({ form, page, desk, anotherPerson, server }) => {
  await test.step('without marks, the reader is told and keeps text and focus', async () => {
    await form.write({ text: UNMARKED });
    await form.send.click();
    await expect(form.sendAsIs).toBeVisible();
    await expect(form.text).toHaveValue(UNMARKED);
    await expect(form.text).toBeFocused();
    await expect(form.thanks).toBeHidden();
  });

  await test.step('with marks, it is taken and waits for an editor', async () => {
    await form.text.fill(MARKED);
    await form.send.click();
    await expect(form.thanks).toBeVisible();
    await expect(form.text).toHaveValue('');
  });

  const second = new CommentForm(await anotherPerson());
  await test.step('nobody else sees it yet', async () => {
    await second.page.goto(server.article);
    await second.approach();
    await expect(second.comments).toHaveCount(0);
  });

  await test.step('an editor corrects a word and publishes', async () => {
    await desk.signOut.click();
    await desk.signIn();
    await desk.publish(MARKED, CORRECTED);
  });

  await test.step('the second reader sees the corrected text, marked as edited', async () => {
    await second.page.reload();
    await second.approach();
    await expect(second.comments).toHaveCount(1);
    await expect(second.comments).toContainText(CORRECTED);
    await expect(second.comments).toContainText('Nguyễn Thị Hạnh');
    await expect(second.comments).toContainText('đã biên tập');
    await expect(second.heading).toContainText('1');
  });

  await test.step('the article leads "Bình luận nhiều", with its count', async () => {
    const most = second.page.getByRole('region', { name: 'Bình luận nhiều' });
    const entry = most.getByRole('listitem');
    await expect(entry).toHaveCount(1);
    await expect(entry).toContainText('Nghe dân nói hết lời');
    await expect(entry).toContainText('1');
  });
});

test('unmarked text goes out as it is when the reader insists, and the editor is told', async ({ form, desk }) => {
  await form.write({ text: UNMARKED });
  await form.send.click();
  await form.sendAsIs.click();
  await expect(form.thanks).toBeVisible();
  await desk.goToQueue();
  await expect(desk.comment(UNMARKED)).toContainText(/không dấu/i);
});

test('the reader lets the marks be put in', async ({ form }) => {
  await form.write({ text: UNMARKED });
  await form.send.click();
  await form.restoreMarks.click();
  const accept = form.element.getByRole('button', { name: 'Dùng bản này' });
  await expect(accept).toBeFocused();
  // A doubtful word goes through its candidates, and nothing is replaced before the reader says so.
  const doubtful = form.element.getByTitle('Bấm để đổi cách viết khác').first();
  const first = await doubtful.textContent();
  await doubtful.click();
  await expect(doubtful).not.toHaveText(first);
  await expect(doubtful).toBeFocused();
  await expect(form.text).toHaveValue(UNMARKED);
  await accept.click();
  await expect(form.text).toHaveValue(/rất .* với bài viết này/);
  // The browser's own undo brings the reader's words back.
  const restored = await form.text.inputValue();
  await form.text.press('Control+z');
  await expect(form.text).toHaveValue(UNMARKED);
  await form.text.press('Control+Shift+z');
  await expect(form.text).toHaveValue(restored);
  await form.send.click();
  await expect(form.thanks).toBeVisible();
});

test('whoever goes on writing is not offered marks for the old words', async ({ form }) => {
  await form.write({ text: UNMARKED });
  await form.send.click();
  await form.restoreMarks.click();
  const accept = form.element.getByRole('button', { name: 'Dùng bản này' });
  await expect(accept).toBeVisible();
  await form.text.press('End');
  await form.text.pressSequentially(' Và mong sớm thấy kết quả.');
  await expect(accept).toBeHidden();
  await expect(form.text).toHaveValue(/Và mong sớm thấy kết quả\.$/);
});

test('text typed into the plain form while the widget was on its way is carried over', async ({ page, server }) => {
  await page.goto(server.article, { waitUntil: 'commit' });
  const form = new CommentForm(page);
  // The plain form stands as long as the widget is far away.
  const early = page.locator('binh-luan').getByRole('textbox', { name: 'Ý kiến của bạn' });
  await early.evaluate((/** @type {HTMLTextAreaElement} */ box, text) => {
    box.value = text;
  }, MARKED);
  await form.approach();
  await expect(form.text).toHaveValue(MARKED);
});

for (const [what, text] of [
  ['markup', '<img src=x onerror="document.title=\'hỏng\'">Xin chào tòa soạn'],
  ['a script address', 'javascript:alert(1) Tôi thấy bài viết rất hay'],
  ['bidi overrides', 'Tôi đồng ý \u202E với bài báo này'],
]) {
  test(`${what} in a comment is shown as text and breaks nothing`, async ({ form, desk, page }) => {
    const title = await page.title();
    await form.write({ text });
    await form.send.click();
    await expect(form.thanks).toBeVisible();
    await desk.publish('Nguyễn Thị Hạnh');
    await page.reload();
    await form.approach();
    await expect(form.comments).toHaveCount(1);
    await expect(form.comments).toContainText(text.replace('\u202E', ''));
    expect(await form.comments.innerText()).not.toContain('\u202E');
    expect(await page.title()).toBe(title);
  });
}
