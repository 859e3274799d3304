// One editor at one page: presses by his own clock, whether or not the page is ready, and remembers what stood on the line.
import { keysOf, plan } from './presses.mjs';
import { witness } from './witness.mjs';

/** @typedef {import('./witness.mjs').Seen} Seen */
/** @typedef {import('./presses.mjs').Kind} Kind */

/**
 * One press that was due, and its keys as the page saw them.
 * @typedef {object} Press
 * @property {string} editor
 * @property {number} number
 * @property {Kind} kind
 * @property {number} due milliseconds since the epoch
 * @property {number[]} keys their numbers in the order of all keys of the page
 * @property {boolean} isAgain whether it fell on a form over the page first, and was made when that was gone
 * @property {Seen} [seen] the key that decided
 */

const EVERY_MS = 1_000;
/** Presses that had to wait for a form over the page follow one another like this. */
const CATCH_UP_MS = 250;
const VIRTUAL = { Enter: 13, Escape: 27, Space: 32 };

const now = () => performance.timeOrigin + performance.now();
/** @param {number} at */
const until = (at) =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, at - now()));
  });

export class Editor {
  /** @type {Press[]} */
  presses = [];
  /** What the page saw, by the number of the key. @type {Seen[]} */
  seen = [];
  /** Lines that the browser complained with. @type {string[]} */
  complaints = [];
  signedInOver = 0;
  #keys = 0;
  /** @type {Press[]} */
  #owed = [];
  /** @type {Promise<void> | null} */
  #signingIn = null;

  /** @param {import('@playwright/test').BrowserContext} context @param {import('./people.mjs').Account} account @param {string} desk */
  constructor(context, account, desk) {
    this.context = context;
    this.account = account;
    this.desk = desk;
  }

  async open() {
    const { hostname } = new URL(this.desk);
    const pairs = this.account.cookies.split('; ').map((pair) => pair.split(/=(.*)/s));
    await this.context.addCookies(pairs.map(([name, value]) => ({ name, value, domain: hostname, path: '/' })));
    this.page = await this.context.newPage();
    this.page.on('pageerror', (error) => this.complaints.push(String(error)));
    await this.page.exposeFunction('deskBenchSaw', (/** @type {string} */ told) => this.#saw(JSON.parse(told)));
    await this.page.addInitScript(witness, 'deskBenchSaw');
    this.devtools = await this.context.newCDPSession(this.page);
    await this.page.goto(this.desk);
    await this.page.locator('#list[data-taken] .queue > [aria-current=true]').waitFor();
  }

  /** Presses `count` times, the first at `start`. @param {number} count @param {number} seed @param {number} start */
  async work(count, seed, start) {
    for (const [number, kind] of plan(count, seed).entries()) {
      const due = start + number * EVERY_MS;
      await until(due);
      const press = { editor: this.account.name, number, kind, due, keys: [], isAgain: false };
      this.presses.push(press);
      if (this.#signingIn) this.#owed.push(press);
      else this.#press(press);
    }
    // The last keys of the last press.
    await until(start + count * EVERY_MS);
    while (this.#signingIn) await this.#signingIn;
  }

  /** Sends its keys, without waiting for anything. @param {Press} press */
  #press(press) {
    press.keys = [];
    const from = now();
    for (const key of keysOf(press.kind, press.number)) {
      until(from + key.after).then(() => {
        press.keys.push(this.#key(key));
      });
    }
  }

  /** @param {{ code: string, key: string, ctrl?: boolean, text?: string }} key @returns {number} its number */
  #key({ code, key, ctrl, text }) {
    const windowsVirtualKeyCode = VIRTUAL[code] ?? (code.startsWith('Digit') ? Number(key) + 48 : key.toUpperCase().charCodeAt(0));
    const what = { code, key, windowsVirtualKeyCode, modifiers: ctrl ? 2 : 0 };
    const typed = text && !ctrl ? { text } : {};
    this.devtools.send('Input.dispatchKeyEvent', { type: typed.text ? 'keyDown' : 'rawKeyDown', ...what, ...typed }).catch(() => {});
    this.devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...what }).catch(() => {});
    this.#keys += 1;
    return this.#keys - 1;
  }

  /** @param {Seen} seen */
  #saw(seen) {
    this.seen[seen.n] = seen;
    if (!seen.over || this.#signingIn) return;
    this.#signingIn = this.#signInOver()
      .catch((error) => {
        this.complaints.push(`signing in over the page: ${error}`);
      })
      .finally(() => {
        this.#signingIn = null;
      });
  }

  /** Does what the form over the page asks for, then what was due meanwhile. */
  async #signInOver() {
    this.signedInOver += 1;
    await until(now() + 1_000);
    const fell = this.presses.filter((press) => !this.#owed.includes(press) && press.keys.some((n) => this.seen[n]?.over));
    this.#owed.unshift(...fell);
    const dialog = this.page.locator('dialog[open]');
    await dialog.locator('[name=password]').fill(this.account.password);
    await dialog.getByRole('button', { name: 'Đăng nhập' }).click();
    await this.page.waitForFunction(() => !document.querySelector('dialog[open]'));
    // Whatever was half done when the form came.
    this.#key({ code: 'Escape', key: 'Escape' });
    await until(now() + 600);
    while (this.#owed.length > 0) {
      const press = /** @type {Press} */ (this.#owed.shift());
      press.isAgain = true;
      this.#press(press);
      await until(now() + CATCH_UP_MS + (press.kind === 'edit' ? 900 : press.kind === 'reject' ? 200 : 0));
    }
  }

  /** Waits until everything has been answered. */
  async settle() {
    await this.page.waitForFunction(() => !document.documentElement.hasAttribute('data-unsent'), null, { timeout: 90_000 });
    // Another key ends the waiting for what the last one was to bring.
    await this.page.keyboard.press('Shift');
    const patience = now() + 10_000;
    while (this.seen.filter(Boolean).length < this.#keys && now() < patience) await until(now() + 50);
    for (const press of this.presses) press.seen = this.seen[press.keys.at(-1) ?? -1];
  }
}
