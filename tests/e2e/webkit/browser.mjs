// WebKit's MiniBrowser by its own driver, and the widget in it as a reader finds it: by labels and words.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { Builder, Capabilities } from 'selenium-webdriver';
import { required } from '../fixtures/server.mjs';

/** How long anything may take, in milliseconds. */
const PATIENCE = 15000;

/** @returns {Promise<number>} a port that nobody listens on */
const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });

/** @returns {Promise<{browser: import('selenium-webdriver').WebDriver, quit: () => Promise<void>}>} */
export async function startBrowser() {
  const port = await freePort();
  const driver = spawn(required('BINH_LUAN_WEBKIT_DRIVER'), [`--port=${port}`], { stdio: 'ignore' });
  const address = `http://127.0.0.1:${port}`;
  const until = Date.now() + PATIENCE;
  while (
    !(await fetch(`${address}/status`).then(
      () => true,
      () => false,
    ))
  ) {
    if (Date.now() > until) throw new Error(`${required('BINH_LUAN_WEBKIT_DRIVER')} does not answer`);
    await new Promise((done) => setTimeout(done, 50));
  }
  const browser = await new Builder().usingServer(address).withCapabilities(new Capabilities().setBrowserName('MiniBrowser')).build();
  await browser.manage().setTimeouts({ script: PATIENCE, pageLoad: PATIENCE });
  const quit = async () => {
    await browser.quit().catch(() => {});
    driver.kill();
  };
  return { browser, quit };
}

/** What of the widget a reader sees, in the page. The last argument is what is asked for. */
const SEEN = `
  const [kind, name] = arguments;
  const root = document.querySelector('binh-luan').shadowRoot;
  const seen = (node) => node.checkVisibility() && node.getClientRects().length > 0;
  const label = (node) => node.getAttribute('aria-label') || (node.labels && node.labels[0] ? node.labels[0] : node).textContent;
  return [...root.querySelectorAll(kind)].find((node) => seen(node) && label(node).trim().startsWith(name)) || null;`;

/** The widget of a page. */
export class Widget {
  /** @param {import('selenium-webdriver').WebDriver} browser */
  constructor(browser) {
    this.browser = browser;
  }

  /**
   * Waits for an element by its kind and the beginning of its label or text.
   * @param {string} kind @param {string} [name]
   * @returns {Promise<import('selenium-webdriver').WebElement>}
   */
  find(kind, name = '') {
    return /** @type {any} */ (
      this.browser.wait(() => this.browser.executeScript(SEEN, kind, name), PATIENCE, `waited in vain for ${kind} “${name}”`)
    );
  }

  /** @returns {Promise<import('selenium-webdriver').WebElement>} the box for the comment */
  text() {
    return this.find('textarea', 'Ý kiến của bạn');
  }

  /** Waits until the box holds this. @param {string} wanted */
  async holds(wanted) {
    const box = await this.text();
    let value;
    await this.browser
      .wait(async () => (value = await box.getProperty('value')) === wanted, PATIENCE)
      .catch(() => {
        throw new Error(`the box holds “${value}” and not “${wanted}”`);
      });
  }

  /** Presses a button by its words. @param {string} name */
  async press(name) {
    const button = await this.find('button', name);
    await this.browser.executeScript('arguments[0].scrollIntoView({ block: "center" })', button);
    await button.click();
  }
}
