// The typing helper: off until asked for, then Telex or VNI in the box itself.
import { hold } from './fixtures/hold.mjs';
import { expect, test } from './fixtures/test.mjs';

/** The box of choice beside the text. */
const method = (form) => form.element.getByRole('combobox', { name: 'Bộ gõ' });

for (const [name, keys, text] of [
  ['Telex', 'Tooi raats thichs baif nayf, ddungs laf hay.', 'Tôi rất thích bài này, đúng là hay.'],
  ['VNI', 'To6i ra61t thi1ch ba2i na2y, d9u1ng la2 hay.', 'Tôi rất thích bài này, đúng là hay.'],
]) {
  test(`${name} writes Vietnamese as it is typed`, async ({ form }) => {
    await form.text.click();
    await method(form).selectOption({ label: name });
    await form.text.pressSequentially(keys);
    await expect(form.text).toHaveValue(text);
  });
}

test('the help is in the name too, not in the address, and off everywhere at once', async ({ form }) => {
  await form.text.click();
  await method(form).selectOption({ label: 'Telex' });
  await form.text.pressSequentially('Tooi ddoongf ys.');
  await expect(form.text).toHaveValue('Tôi đồng ý.');
  await form.name.pressSequentially('Nguyeexn Vawn An');
  await expect(form.name).toHaveValue('Nguyễn Văn An');
  await form.email.pressSequentially('an.nguyeexn@example.vn');
  await expect(form.email).toHaveValue('an.nguyeexn@example.vn');
  await method(form).selectOption({ label: 'Tắt' });
  await form.name.fill('');
  await form.name.pressSequentially('Leex');
  await expect(form.name).toHaveValue('Leex');
});

test.describe('keys typed while the help is on its way', () => {
  /** Holds back what helps typing. */
  const holdBack = (page) => hold(page, '**/assets/typing*.wasm', 'GET');

  test('are read like the others', async ({ form, page }) => {
    await form.text.pressSequentially('Vâng, a');
    const held = await holdBack(page);
    await method(form).selectOption({ label: 'Telex' });
    await form.text.press('End');
    await form.text.pressSequentially('nh nois raats d');
    held.release();
    await expect(form.text).toHaveValue('Vâng, anh nói rất d');
    await form.text.pressSequentially('dungs');
    await expect(form.text).toHaveValue('Vâng, anh nói rất đúng');
  });

  test('are read where they stand, though the keyboard is elsewhere by then', async ({ form, page }) => {
    const held = await holdBack(page);
    await form.text.click();
    await method(form).selectOption({ label: 'Telex' });
    await form.text.pressSequentially('Ddoongf ys');
    await form.name.fill('Lan');
    held.release();
    await expect(form.text).toHaveValue('Đồng ý');
    await expect(form.name).toHaveValue('Lan');
  });

  test('are read wherever the reader went to write; words that stood there are not touched', async ({ form, page }) => {
    await form.text.fill('rooms nhanh');
    const held = await holdBack(page);
    await method(form).selectOption({ label: 'Telex' });
    await form.text.press('Home');
    await form.text.pressSequentially('Cacs ');
    held.release();
    await expect(form.text).toHaveValue('Các rooms nhanh');
    await form.text.pressSequentially('thuee');
    await expect(form.text).toHaveValue('Các thuêrooms nhanh');
  });
});

test('nothing is changed while the helper is off', async ({ form }) => {
  await form.text.click();
  await expect(method(form)).toHaveText(/Tắt/);
  await form.text.pressSequentially('tooi raats thichs');
  await expect(form.text).toHaveValue('tooi raats thichs');
});

test('after unmarked text, one press turns it on', async ({ form }) => {
  await form.write({ text: 'Toi rat dong tinh voi bai viet nay.' });
  await form.send.click();
  await form.element.getByRole('button', { name: 'Bật bộ gõ Telex' }).click();
  await form.text.fill('');
  await form.text.pressSequentially('Ddoongf tinhf.');
  await expect(form.text).toHaveValue('Đồng tình.');
});

test('undo takes back what the helper did, and nothing more', async ({ form, page }) => {
  await form.text.click();
  await method(form).selectOption({ label: 'Telex' });
  await form.text.pressSequentially('Nghe ddaay');
  await expect(form.text).toHaveValue('Nghe đây');
  await page.keyboard.press('Control+Z');
  await expect(form.text).toHaveValue(/^Nghe/);
  await expect(form.text).not.toHaveValue('Nghe đây');
});
