// The network between the newsroom and the server: a round trip, answers that hang, that fail, that never come.
import http from 'node:http';
import { chance } from './chance.mjs';

/**
 * What a server answered to an act, whether or not the answer arrived.
 * @typedef {{ id: string | undefined, kind: string, outcome: string, tries: number }} Told
 *
 * @typedef {object} Network
 * @property {string} origin where browsers reach the server through it
 * @property {number} roundTrip milliseconds, half of them each way
 * @property {boolean} isBad whether answers hang, fail and get lost; not while a page is loaded or somebody signs in
 * @property {Map<string, Told>} told by the key of the act
 * @property {Record<'requests' | 'stalls' | 'long stalls' | 'answers 503' | 'resets' | 'cut streams', number>} count
 * @property {() => Promise<void>} stop
 */

/**
 * How bad it is.
 * @typedef {object} Weather
 * @property {number} stallEvery every so many answers one hangs for `stallMs`
 * @property {number} stallMs
 * @property {number} longStallEvery
 * @property {number} longStallMs
 * @property {number} failing share of answers that are 503
 * @property {number} resets share of connections that are reset
 */

/** What an ordinary bad day is like. @type {Weather} */
export const BAD_DAY = { stallEvery: 50, stallMs: 2_000, longStallEvery: 397, longStallMs: 6_000, failing: 0.005, resets: 0.005 };
/** So that a few seconds have something of everything. @type {Weather} */
export const STORM = { stallEvery: 4, stallMs: 700, longStallEvery: 11, longStallMs: 2_500, failing: 0.12, resets: 0.12 };

/** A stream of events lasts so long at least and at most. */
const STREAM_MS = [15_000, 60_000];

/** @param {number} milliseconds */
const pause = (milliseconds) =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/** @param {import('node:http').IncomingMessage} message @returns {Promise<Buffer>} */
const bodyOf = async (message) => {
  const parts = [];
  for await (const part of message) parts.push(part);
  return Buffer.concat(parts);
};

/** @param {string} path */
const mayFail = (path) => /^\/(v1\/desk\/(?!session)|desk\/share)/.test(path);

/**
 * Opens it on a free port. It speaks to the server in the server's own name, so that the server knows nothing of it.
 * @param {string} server the server's origin @param {number} seed @param {Weather} [weather]
 * @returns {Promise<Network>}
 */
export async function startNetwork(server, seed, weather = BAD_DAY) {
  const next = chance(seed);
  const target = new URL(server);
  const agent = new http.Agent({ keepAlive: true });
  /** @type {Network} */
  const network = {
    origin: '',
    roundTrip: 0,
    isBad: false,
    told: new Map(),
    count: { requests: 0, stalls: 0, 'long stalls': 0, 'answers 503': 0, resets: 0, 'cut streams': 0 },
    stop: async () => {
      proxy.closeAllConnections();
      agent.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };

  /** @param {http.IncomingMessage} request @param {Buffer} body @returns {Promise<http.IncomingMessage>} */
  const ask = (request, body) =>
    new Promise((resolve, reject) => {
      const headers = { ...request.headers, host: target.host };
      if (headers.origin === network.origin) headers.origin = target.origin;
      if (headers.referer) headers.referer = headers.referer.replace(network.origin, target.origin);
      delete headers['transfer-encoding'];
      const { method, url } = request;
      const asked = http.request({ agent, host: target.hostname, port: target.port, method, path: url, headers }, resolve);
      asked.on('error', reject);
      asked.end(body);
    });

  /** Keeps what became of acts. @param {Buffer} asked @param {Buffer} answered */
  const note = (asked, answered) => {
    const { acts } = JSON.parse(asked.toString());
    const { results } = JSON.parse(answered.toString());
    for (const [at, { key, outcome }] of (results ?? []).entries()) {
      const known = network.told.get(key);
      // A repetition is told what was told before.
      if (known) known.tries += 1;
      else network.told.set(key, { id: acts[at].id, kind: acts[at].action ?? acts[at].kind, outcome, tries: 1 });
    }
  };

  /** Passes events on as they come, until the network is cut. @param {http.IncomingMessage} from @param {http.ServerResponse} to */
  const stream = (from, to) => {
    const late = () => network.roundTrip / 2;
    to.writeHead(from.statusCode, from.headers);
    to.flushHeaders();
    from.on('data', (part) => setTimeout(() => to.write(part), late()));
    from.on('end', () => setTimeout(() => to.end(), late()));
    from.on('error', () => to.destroy());
    const cut = setTimeout(
      () => {
        if (!network.isBad) return;
        network.count['cut streams'] += 1;
        to.socket?.resetAndDestroy();
      },
      STREAM_MS[0] + next() * (STREAM_MS[1] - STREAM_MS[0]),
    );
    to.on('close', () => {
      clearTimeout(cut);
      from.destroy();
    });
  };

  /** What the network does to this request. @param {string} path */
  const fate = (path) => {
    const { count } = network;
    if (!network.isBad || !mayFail(path)) return { fails: null, isBefore: false, stall: 0 };
    count.requests += 1;
    const [by, when] = [next(), next()];
    const fails = by < weather.failing ? '503' : by < weather.failing + weather.resets ? 'reset' : null;
    const isLong = count.requests % weather.longStallEvery === 0;
    const isStalled = !isLong && count.requests % weather.stallEvery === 0;
    if (isLong) count['long stalls'] += 1;
    if (isStalled) count.stalls += 1;
    return { fails, isBefore: when < 0.5, stall: isLong ? weather.longStallMs : isStalled ? weather.stallMs : 0 };
  };

  /** @param {string} how @param {http.IncomingMessage} request @param {http.ServerResponse} response */
  const fail = (how, request, response) => {
    if (how === 'reset') {
      network.count.resets += 1;
      request.socket.resetAndDestroy();
      return;
    }
    network.count['answers 503'] += 1;
    response.writeHead(503, { 'content-type': 'text/plain', 'retry-after': '1' }).end('a gateway is overloaded\n');
  };

  const proxy = http.createServer(async (request, response) => {
    try {
      const path = request.url ?? '/';
      const body = await bodyOf(request);
      const { fails, isBefore, stall } = fate(path);
      await pause(network.roundTrip / 2);
      if (fails && isBefore) {
        await pause(network.roundTrip / 2);
        fail(fails, request, response);
        return;
      }
      const answer = await ask(request, body);
      if (answer.headers['content-type']?.startsWith('text/event-stream')) {
        stream(answer, response);
        return;
      }
      const told = await bodyOf(answer);
      if (path === '/v1/desk/acts' && answer.statusCode === 200) note(body, told);
      await pause(network.roundTrip / 2 + stall);
      // Done, and nobody hears of it.
      if (fails) fail(fails, request, response);
      else response.writeHead(answer.statusCode, answer.headers).end(told);
    } catch {
      response.destroy();
    }
  });
  // Long enough for a page that nobody touches.
  proxy.keepAliveTimeout = 120_000;
  await new Promise((resolve) => proxy.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (proxy.address());
  network.origin = `http://127.0.0.1:${port}`;
  return network;
}
