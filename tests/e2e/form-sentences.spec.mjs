// What is wrong with a field is said in one Vietnamese sentence, beside that field, and nothing typed is lost.
import { expect, test } from './fixtures/test.mjs';

const GOOD = { text: 'Bài viết rất hay, cảm ơn tòa soạn.', name: 'Nguyễn Thị Hạnh', email: '' };

for (const [what, field, value, sentence] of [
  ['an empty comment', 'text', '', 'Bạn chưa viết gì. Hãy viết ý kiến của bạn rồi gửi.'],
  ['a comment of blanks', 'text', ' \n\t ', 'Bạn chưa viết gì. Hãy viết ý kiến của bạn rồi gửi.'],
  ['a comment too long', 'text', 'dài quá '.repeat(300), 'Ý kiến dài quá 2.000 ký tự. Hãy rút ngắn rồi gửi lại.'],
  ['no name', 'name', '', 'Hãy cho biết họ tên của bạn.'],
  ['a name too long', 'name', 'Nguyễn '.repeat(12), 'Họ tên dài quá 80 ký tự. Hãy rút ngắn lại.'],
  ['a name with an address', 'name', 'https://quang-cao.example', 'Họ tên chỉ gồm chữ, không có liên kết hay ký hiệu như ✔.'],
  ['a name that would run', 'name', 'javascript:alert(1)', 'Họ tên chỉ gồm chữ, không có liên kết hay ký hiệu như ✔.'],
  ['a name with markup', 'name', '<b>Hạnh</b>', 'Họ tên chỉ gồm chữ, không có liên kết hay ký hiệu như ✔.'],
  ['half an address', 'email', 'hanh@', 'Địa chỉ email chưa đúng. Hãy sửa lại hoặc để trống.'],
]) {
  test(`${what} is told beside the field`, async ({ form }) => {
    const comment = { ...GOOD, [field]: value };
    // The form asks who signs once there is something to say.
    await form.write({ ...GOOD, email: comment.email });
    await form.text.fill(comment.text);
    await form.name.fill(comment.name);
    await form.send.click();

    const box = form[field];
    await expect(box).toBeFocused();
    await expect(box).toHaveAttribute('aria-invalid', 'true');
    await expect(box).toHaveAccessibleDescription(new RegExp(sentence));
    await expect(form.element.getByText(sentence)).toBeVisible();
    await expect(form.thanks).toBeHidden();
    for (const name of ['text', 'name', 'email']) await expect(form[name]).toHaveValue(comment[name]);

    await form.write(GOOD);
    await form.send.click();
    await expect(form.thanks).toBeVisible();
  });
}

for (const [what, name] of [
  ['one syllable', 'An'],
  ['foreign letters', 'Jürgen Müller-Çelik'],
  ['an apostrophe', 'H’Hen Niê'],
  ['a name in decomposed letters', 'Nguye\u0302\u0303n Thi\u0323 Ha\u0323nh'],
]) {
  test(`${what}: the name is taken`, async ({ form, desk }) => {
    await form.write({ text: GOOD.text, name });
    await form.send.click();
    await expect(form.thanks).toBeVisible();
    await desk.goToQueue();
    await expect(desk.pending).toContainText(name.normalize('NFC'));
  });
}

test('a fault goes with the key that mends it, not while the button below it is pressed', async ({ form }) => {
  await form.write({ text: 'Toi rat dong tinh voi bai viet nay.' });
  await form.send.click();
  await expect(form.sendAsIs).toBeVisible();
  const place = () => form.send.evaluate((button) => button.getBoundingClientRect().top);
  const mended = await form.text.evaluate((/** @type {HTMLTextAreaElement} */ text) => {
    text.value = 'Tôi rất đồng tình với bài viết này.';
    text.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    return text.getAttribute('aria-invalid');
  });
  const top = await place();
  expect(mended).toBe('false');
  await expect.poll(() => form.page.evaluate(() => JSON.stringify(localStorage))).toContain('đồng tình');
  expect(await place()).toBe(top);
});

test('what is mended is told no longer, and nothing new before sending', async ({ form }) => {
  await form.send.click();
  await expect(form.element.getByText('Bạn chưa viết gì.')).toBeVisible();
  await form.text.fill('Toi rat dong tinh voi bai viet nay.');
  await expect(form.element.getByText('Bạn chưa viết gì.')).toBeHidden();
  await expect(form.text).toHaveAttribute('aria-invalid', 'false');
  await expect(form.sendAsIs).toBeHidden();
  await expect(form.element.getByText('Hãy cho biết họ tên của bạn.')).toBeVisible();

  await form.name.fill('Nguyễn Thị Hạnh');
  await form.send.click();
  await expect(form.sendAsIs).toBeVisible();
  await form.text.fill('Tôi rất đồng tình với bài viết này.');
  await expect(form.sendAsIs).toBeHidden();
  await expect(form.text).toHaveAttribute('aria-invalid', 'false');
});
