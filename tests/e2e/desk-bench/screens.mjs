// How many whole comments a screen shows while an editor works through them.
import { quantile } from './figures.mjs';

export const SCREENS = [
  { name: '1280×800', goal: 8, options: { viewport: { width: 1280, height: 800 } } },
  { name: '1920×1080', goal: 12, options: { viewport: { width: 1920, height: 1080 } } },
  { name: '390×844, touch', goal: 3, options: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } },
];
/** After how many decisions it is counted, each time. */
const DECISIONS = 12;

/** @typedef {{ all: number, waiting: number }} Whole `waiting`: those that nobody has decided about */

/** Runs in the page: comments that are whole within the list, with all of their text. @returns {Whole} */
function countWhole() {
  const list = document.getElementById('list') ?? document.documentElement;
  const box = list.getBoundingClientRect();
  // What lies over the list's lower end covers it.
  const bars = [...document.querySelectorAll('.commands, #strip, .reasons-bar')].map((bar) => bar.getBoundingClientRect());
  const floor = Math.min(box.bottom, window.innerHeight, ...bars.filter(({ height }) => height > 0).map(({ top }) => top));
  const isWhole = (/** @type {Element} */ row) => {
    const { top, bottom } = row.getBoundingClientRect();
    const texts = [...row.querySelectorAll('.text, .done-text')].filter((text) => text.clientHeight > 0);
    const isCut = texts.some((text) => text.scrollHeight > text.clientHeight + 1 || text.scrollWidth > text.clientWidth + 1);
    return top >= Math.max(0, box.top) - 1 && bottom <= floor + 1 && texts.length > 0 && !isCut;
  };
  const whole = [...document.querySelectorAll('.queue > .card')].filter(isWhole);
  return { all: whole.length, waiting: whole.filter((row) => !row.classList.contains('done')).length };
}

/**
 * The median over a dozen decisions.
 * @param {import('./shift.mjs').OpenDesk} desk @param {import('./people.mjs').Account} account
 * @returns {Promise<Record<string, Whole>>}
 */
export async function wholeComments({ browser, network }, account) {
  /** @type {Record<string, Whole>} */
  const whole = {};
  for (const { name, options } of SCREENS) {
    const context = await browser.newContext({ ...options, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' });
    const pairs = account.cookies.split('; ').map((pair) => pair.split(/=(.*)/s));
    await context.addCookies(pairs.map(([key, value]) => ({ name: key, value, url: network.origin })));
    const page = await context.newPage();
    await page.goto(`${network.origin}/desk`);
    await page.locator('#list[data-taken] .queue > [aria-current=true]').waitFor();
    /** @type {Whole[]} */
    const counts = [];
    for (let decision = 0; decision < DECISIONS; decision += 1) {
      counts.push(await page.evaluate(countWhole));
      await page.keyboard.press('1');
      await page.waitForTimeout(200);
    }
    const middle = (/** @type {'all' | 'waiting'} */ which) =>
      quantile(
        counts.map((count) => count[which]),
        0.5,
      );
    whole[name] = { all: middle('all'), waiting: middle('waiting') };
    if (process.env.BINH_LUAN_SHOTS) await page.screenshot({ path: `${process.env.BINH_LUAN_SHOTS}/desk-${name.split(/[,×]/)[0]}.png` });
    await page.waitForFunction(() => !document.documentElement.hasAttribute('data-unsent'));
    await context.close();
  }
  return whole;
}
