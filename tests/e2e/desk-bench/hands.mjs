// Safe hands, one editor over the slow network: held keys, Telex in a box while answers hang, Caps Lock, taking back fifty
// decisions and many at once, a browser that dies in the middle of an edit.
import { Editor } from './editor.mjs';
import { ask } from './shift.mjs';

/** @typedef {import('./figures.mjs').Figure} Figure */
/** @typedef {import('./shift.mjs').OpenDesk} OpenDesk */

const HELD_MS = 2_000;
const TELEX = 'Ddaay laf bif thuw cuar chij Tuw, chij ddeef nghij sowms sar ruwjc xems laji chuyeejn xe buyst owr phuwowngf. ';
const TELEX_CHARACTERS = 300;
const TAKEN_BACK = 50;

/** @param {number} milliseconds */
const pause = (milliseconds) =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/** @param {OpenDesk} desk @param {import('./people.mjs').Account} account */
async function sitDown({ browser, network }, account) {
  network.isBad = false;
  network.roundTrip = 0;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' });
  const editor = new Editor(context, account, `${network.origin}/desk`);
  await editor.open();
  network.roundTrip = 150;
  return editor;
}

/** How many comments are decided on the page. @param {Editor} editor */
const countDone = ({ page }) => page.locator('.queue > .card.done').count();

/** @param {Editor} editor @returns {Promise<string>} */
const current = ({ page }) => page.locator('.queue > [aria-current=true]').getAttribute('data-id');

/** A comment but for what grows in any case, and what says who works on it. @param {OpenDesk} desk @param {string} id */
async function stateOf(desk, id) {
  const { comment, reports } = await ask(desk, `/v1/desk/comments/${id}/revisions`);
  const { revision, lease, draft, claimed_by, ...rest } = comment;
  return { page: rest.page.id, known: rest.page.known, rest: { ...rest, page: { ...rest.page, known: null }, reports } };
}

/** The same of many; of an article is said whether it was known when its first comment was looked at. */
class States {
  /** @type {Map<string, string>} */
  all = new Map();
  /** @type {Map<string, boolean>} */
  #known = new Map();
  /** @param {OpenDesk} desk */
  constructor(desk) {
    this.desk = desk;
  }

  /** @param {string[]} ids */
  async look(ids) {
    for (const id of ids.filter((one) => !this.all.has(one))) {
      const { page, known, rest } = await stateOf(this.desk, id);
      if (!this.#known.has(page)) this.#known.set(page, known);
      this.all.set(id, JSON.stringify([rest, this.#known.get(page)]));
    }
  }

  /** How many of them are otherwise now. */
  async changed() {
    const now = new States(this.desk);
    await now.look([...this.all.keys()]);
    return [...this.all].filter(([id, state]) => now.all.get(id) !== state).length;
  }
}

/** @param {Editor} editor */
async function heldKey(editor) {
  let decided = 0;
  for (const [code, key] of [
    ['Digit1', '1'],
    ['KeyP', 'p'],
    ['Digit3', '3'],
  ]) {
    const before = await countDone(editor);
    const what = { code, key, windowsVirtualKeyCode: key.toUpperCase().charCodeAt(0), text: key };
    const end = Date.now() + HELD_MS;
    for (let isRepeated = false; Date.now() < end; isRepeated = true) {
      await editor.devtools.send('Input.dispatchKeyEvent', { type: 'keyDown', ...what, autoRepeat: isRepeated });
      await pause(30);
    }
    await editor.devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', code, key });
    decided += (await countDone(editor)) - before;
  }
  return decided;
}

/** Caps Lock makes capitals of letters; the same keys do the same. @param {Editor} editor */
async function capsLock(editor) {
  const before = await countDone(editor);
  for (const [code, key] of [
    ['KeyP', 'P'],
    ['KeyJ', 'J'],
    ['KeyS', 'S'],
    ['Digit1', '1'],
  ]) {
    await editor.devtools.send('Input.dispatchKeyEvent', { type: 'keyDown', code, key, text: key });
    await editor.devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', code, key });
    await pause(200);
  }
  return (await countDone(editor)) - before;
}

/** @param {OpenDesk} desk @param {Editor} editor */
async function telex({ network }, editor) {
  await editor.page.keyboard.press('1');
  await editor.page.keyboard.press('e');
  const box = editor.page.getByRole('textbox', { name: 'Nội dung sẽ đăng' });
  const before = await box.inputValue();
  const done = await countDone(editor);
  network.isBad = true;
  const typed = TELEX.repeat(5).slice(0, TELEX_CHARACTERS);
  for (const key of typed) await editor.page.keyboard.type(key, { delay: 15 });
  network.isBad = false;
  const isWhole = (await box.inputValue()) === before + typed;
  const commands = (await countDone(editor)) - done;
  return { isWhole, commands };
}

/** @param {OpenDesk} desk @param {Editor} editor */
async function takeBackFifty(desk, editor) {
  const states = new States(desk);
  for (let at = 0; at < TAKEN_BACK; at += 1) {
    await states.look([await current(editor)]);
    if (at % 7 === 3) {
      await editor.page.keyboard.press('e');
      await editor.page.keyboard.type(' xem');
      await editor.page.keyboard.press('Control+Enter');
    } else await editor.page.keyboard.press(at % 5 === 4 ? '3' : '1');
    await pause(160);
  }
  await editor.settle();
  await pause(600);
  for (let at = 0; at < TAKEN_BACK; at += 1) {
    await editor.page.keyboard.press('z');
    await pause(160);
  }
  await editor.settle();
  return { count: states.all.size, changed: await states.changed() };
}

/** @param {OpenDesk} desk @param {Editor} editor */
async function takeBackMany(desk, editor) {
  const ids = await editor.page.locator('.queue > .card:not(.done)').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-id')));
  const states = new States(desk);
  await states.look(ids);
  await editor.page.keyboard.press('*');
  await editor.page.keyboard.press('Shift+Digit1');
  await editor.page.locator('#confirm[open]').waitFor();
  await editor.page.keyboard.press('Enter');
  await editor.page.waitForFunction(() => !document.querySelector('dialog[open]'));
  await editor.settle();
  const published = await states.changed();
  await editor.page.keyboard.press('z');
  await editor.settle();
  return { published, changed: await states.changed() };
}

/** @param {OpenDesk} desk @param {Editor} editor @param {import('./people.mjs').Account} account */
async function brokenOff(desk, editor, account) {
  const id = await current(editor);
  await editor.page.keyboard.press('e');
  await editor.page.keyboard.type(' Câu viết dở');
  const box = editor.page.getByRole('textbox', { name: 'Nội dung sẽ đăng' });
  const typed = await box.inputValue();
  await pause(3_000);
  await editor.context.close();
  const again = await sitDown(desk, account);
  await again.page.goto(`${desk.network.origin}/desk/comments/${id}`);
  const found = await again.page
    .getByRole('textbox', { name: 'Nội dung sẽ đăng' })
    .inputValue({ timeout: 3_000 })
    .catch(() => null);
  await again.context.close();
  return found === typed;
}

/** @param {OpenDesk} desk @param {import('./people.mjs').Account} account @returns {Promise<Figure[]>} */
export async function safeHands(desk, account) {
  const editor = await sitDown(desk, account);
  const held = await heldKey(editor);
  const capitals = await capsLock(editor);
  const typed = await telex(desk, editor);
  await editor.page.keyboard.press('Control+Enter');
  await pause(600);
  const fifty = await takeBackFifty(desk, editor);
  const many = await takeBackMany(desk, editor);
  const isDraftThere = await brokenOff(desk, editor, account);
  return [
    { name: 'three keys held for 2 s: decisions', value: held, goal: '3', passes: held === 3 },
    { name: 'Caps Lock: decisions of P, S, 1', value: capitals, goal: '3', passes: capitals === 3 },
    {
      name: `${TELEX_CHARACTERS} keys of Telex while answers hang`,
      value: typed.isWhole ? 'all in the box' : 'not all',
      goal: 'all',
      passes: typed.isWhole,
    },
    { name: '  commands among them', value: typed.commands, goal: '0', passes: typed.commands === 0 },
    {
      name: `taken back one by one: of ${fifty.count} not as before`,
      value: fifty.changed,
      goal: '0',
      passes: fifty.changed === 0 && fifty.count === TAKEN_BACK,
    },
    {
      name: `taken back at once: of ${many.published} not as before`,
      value: many.changed,
      goal: '0',
      passes: many.changed === 0 && many.published > 0,
    },
    {
      name: 'an edit, on another machine after the browser died',
      value: isDraftThere ? 'there' : 'gone',
      goal: 'there',
      passes: isDraftThere,
    },
  ];
}
