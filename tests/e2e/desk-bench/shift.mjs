// A shift of work: a server, the network to it, editors at their pages, and what came of it.
import { chromium } from '@playwright/test';
import { startServer } from '../fixtures/server.mjs';
import { sendComments } from './comments.mjs';
import { compare } from './compare.mjs';
import { Editor } from './editor.mjs';
import { startNetwork } from './network.mjs';
import { endSession, makePeople } from './people.mjs';

/** No limit that one address of eight editors and all made-up readers would meet. */
const CONFIG = `
[rate_limits]
comments_per_minute = 0
comments_per_hour = 0
comments_per_day = 0
waiting_per_article = 0
sign_ins_per_minute = 100000
reads_per_minute = 0
[sites.default]
diacritics = "off"
[sites.archive]
diacritics = "off"
publish = "at_once"
`;

const ROUND_TRIP_MS = 150;

/** @typedef {Awaited<ReturnType<typeof openDesk>>} OpenDesk */

/**
 * A newsroom with work waiting, its network still good.
 * @param {{ editors: number, pending: number, articles: number, decided?: number, seed?: number, weather?: import('./network.mjs').Weather }} what
 */
export async function openDesk({ editors, pending, articles, decided = 0, seed = 1, weather }) {
  const server = await startServer(CONFIG);
  const { origin } = new URL(server.desk);
  const network = await startNetwork(origin, seed, weather);
  const browser = await chromium.launch({
    executablePath: process.env.BINH_LUAN_CHROMIUM || undefined,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  const stop = async () => {
    await browser.close();
    await network.stop();
    await server.stop();
  };
  try {
    const people = await makePeople(server, editors);
    if (decided > 0) await sendComments(origin, { site: 'archive', count: decided, articles });
    await sendComments(origin, { count: pending, articles });
    return { server, origin, network, browser, people, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @param {OpenDesk} desk @param {string} path @returns {Promise<any>} */
export async function ask({ origin, people }, path) {
  const answer = await fetch(`${origin}${path}`, { headers: { cookie: people.head.cookies } });
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

/** @param {OpenDesk} desk @param {string[]} ids @returns {Promise<Map<string, import('./compare.mjs').History>>} */
async function histories(desk, ids) {
  const told = new Map();
  const left = [...ids];
  const worker = async () => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) told.set(id, await ask(desk, `/v1/desk/comments/${id}/revisions`));
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return told;
}

/**
 * Lets editors press, once a second each.
 * @param {OpenDesk} desk
 * @param {{ accounts: import('./people.mjs').Account[], presses: number, isBad?: boolean, expires?: boolean, seed?: number }} shift
 */
export async function workShift(desk, { accounts, presses, isBad = true, expires = false, seed = 1 }) {
  const { browser, network } = desk;
  network.isBad = false;
  network.roundTrip = 0;
  network.told.clear();
  const editors = [];
  for (const account of accounts) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' });
    const editor = new Editor(context, account, `${network.origin}/desk`);
    await editor.open();
    editors.push(editor);
  }
  network.roundTrip = ROUND_TRIP_MS;
  network.isBad = isBad;
  const start = Date.now() + 1_000;
  const ending = expires && setTimeout(() => expire(desk, editors[0]), 1_000 + presses * 400);
  // Their clocks do not tick together.
  await Promise.all(editors.map((editor, at) => editor.work(presses, seed * 100 + at, start + Math.floor((1_000 * at) / editors.length))));
  const pressed = Date.now();
  if (ending) clearTimeout(ending);
  await Promise.all(editors.map((editor) => editor.settle()));
  const settled = Date.now();
  network.isBad = false;
  network.roundTrip = 0;
  const told = [...network.told.values()];
  const verdict = await compare(
    editors.map((editor) => editor.presses),
    told.flatMap(({ id }) => (id ? [id] : [])),
    (ids) => histories(desk, ids),
  );
  const close = () => Promise.all(editors.map((editor) => editor.context.close()));
  return { editors, verdict, told, close, seconds: (pressed - start) / 1_000, settledAfter: settled - pressed };
}

/** Ends an editor's session at the server, while he works. @param {OpenDesk} desk @param {Editor} editor */
async function expire({ origin }, editor) {
  const cookies = await editor.context.cookies();
  await endSession(origin, cookies.map(({ name, value }) => `${name}=${value}`).join('; '));
}
