// What others ask for meanwhile, by the clock, in a process of its own so that nothing here delays it: `node beside.mjs JSON`
// prints the latencies as JSON.
import { spawn } from 'node:child_process';
import http from 'node:http';
import { fileURLToPath } from 'node:url';
import { quantile } from './figures.mjs';

/** @typedef {{ requests: number, failed: number, p50: number, p99: number }} Latency */
/** @typedef {{ origin: string, paths: string[], everyMs: number, seconds: number, cookie?: string }} Asking */

/** @param {Asking} asking @returns {Promise<Latency>} */
export function askBeside(asking) {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), JSON.stringify(asking)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (part) => {
    out += part;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve(JSON.parse(out)) : reject(new Error(`what asked meanwhile ended with ${code}`))));
  });
}

/** 200 lists a second of as many articles. @param {string} origin @param {number} articles @param {number} seconds @returns {Asking} */
export const readers = (origin, articles, seconds) => ({
  origin,
  everyMs: 5,
  seconds,
  paths: Array.from(
    { length: Math.min(articles, 500) },
    (_, at) => `/v1/sites/archive/comments?page_id=bai-${(at * 31) % articles}&limit=20`,
  ),
});

/** Pages of the desk and searches, two a second. @param {string} origin @param {string} cookie @param {number} seconds @returns {Asking} */
export const searches = (origin, cookie, seconds) => ({
  origin,
  cookie,
  everyMs: 500,
  seconds,
  paths: [
    '/desk',
    '/desk?q=hoc+phi',
    '/desk?status=published&q=cong+bang',
    '/desk?q=ban.doc.4711',
    '/desk?status=reported',
    '/v1/desk/comments?q=0900.000&limit=30',
    '/desk?q=khongcogi',
  ],
});

/** @param {Asking} asking @returns {Promise<Latency>} */
async function ask({ origin, paths, everyMs, seconds, cookie }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  /** @type {number[]} */
  const times = [];
  let failed = 0;
  const start = performance.now();
  /** @type {Promise<void>[]} */
  const all = [];
  for (let number = 0; number * everyMs < seconds * 1_000; number += 1) {
    const early = start + number * everyMs - performance.now();
    if (early > 1) {
      await new Promise((resolve) => {
        setTimeout(resolve, early);
      });
    }
    all.push(
      new Promise((resolve) => {
        const sent = performance.now();
        const end = (/** @type {boolean} */ isWell) => {
          if (isWell) times.push(performance.now() - sent);
          else failed += 1;
          resolve();
        };
        http
          .get(`${origin}${paths[number % paths.length]}`, { agent, headers: cookie ? { cookie } : {} }, (answer) => {
            answer.resume();
            answer.on('end', () => end(answer.statusCode === 200));
          })
          .on('error', () => end(false));
      }),
    );
  }
  await Promise.all(all);
  agent.destroy();
  return { requests: all.length, failed, p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(await ask(JSON.parse(process.argv[2]))));
