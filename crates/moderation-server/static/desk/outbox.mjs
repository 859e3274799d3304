// Acts on their way to the server: in the order of the presses, again until they are answered.

/**
 * What the server is asked to do, under a key of its own: the same key again does nothing twice.
 * @typedef {object} Decide
 * @property {'decide'} kind
 * @property {string} key
 * @property {string} id of the comment
 * @property {string} action
 * @property {number} [revision] that it was made on; set when it goes out where an act of one's own is still ahead of it
 * @property {string} [text]
 * @property {string} [reason]
 * @property {string} [page_shown]
 *
 * @typedef {{ kind: 'undo', key: string, of: string[] }} Undo
 * @typedef {Decide | Undo} Act
 */

/**
 * @typedef {object} Ways
 * @property {(acts: Act[]) => Promise<'answered' | 'signed-out' | number>} send how acts go out: that they were answered (what the
 *   answers were is the sender's affair), that nobody is signed in, or after how many milliseconds it is to be tried again
 * @property {(id: string) => number} revision that a comment has as far as is known
 * @property {(milliseconds: number) => Promise<void>} wait
 * @property {(acts: Act[]) => void} changed called after each change, with all that was not answered
 */

/** @typedef {'idle' | 'sending' | 'waiting' | 'signed-out'} State */

/** Acts in one request. */
const BATCH = 50;
/** Comments that the server takes at once, those of an undo counted each. */
export const COMMENTS = 200;
/** Bytes of a request, well below what the server, and browsers for what outlives a page, take. */
const BYTES = 48 * 1024;

/** Those at the head of a list that go into one request, the first in any case. @param {readonly Act[]} acts */
export const fitting = (acts) => {
  let comments = 0;
  let bytes = 0;
  const end = acts.slice(0, BATCH).findIndex((act) => {
    comments += act.kind === 'undo' ? act.of.length : 1;
    bytes += new TextEncoder().encode(JSON.stringify(act)).length + 1;
    return comments > COMMENTS || bytes > BYTES;
  });
  return acts.slice(0, end < 0 ? BATCH : Math.max(1, end));
};

export class Outbox {
  /** @type {Act[]} */
  #acts;
  /** How many of them are on their way, or may be. */
  #out = 0;
  /** @type {State} */
  #state = 'idle';
  /** @type {Ways} */
  #ways;

  /** @param {Ways} ways @param {Act[]} [acts] that were not answered before the page was loaded */
  constructor(ways, acts = []) {
    this.#ways = ways;
    this.#acts = [...acts];
  }

  get size() {
    return this.#acts.length;
  }

  get state() {
    return this.#state;
  }

  /** @returns {readonly Act[]} */
  get acts() {
    return this.#acts;
  }

  /** Whether an act on this comment has not been answered. @param {string} id */
  has(id) {
    return this.#acts.some((act) => act.kind === 'undo' || act.id === id);
  }

  /** @param {Act} act */
  add(act) {
    this.#acts.push(act);
    this.#tell();
    this.start();
  }

  /** Takes an act back that has not gone out yet; whether there was one. @param {string} key */
  cancel(key) {
    const at = this.#acts.findIndex((act) => act.key === key);
    if (at < this.#out) return false;
    this.#acts.splice(at, 1);
    this.#tell();
    return true;
  }

  /** Somebody is signed in again. */
  resume() {
    if (this.#state !== 'signed-out') return;
    this.#set('idle');
    this.start();
  }

  /** @param {State} state */
  #set(state) {
    this.#state = state;
    this.#tell();
  }

  #tell() {
    this.#ways.changed([...this.#acts]);
  }

  /** The next acts to go out together. A decision on what another act ahead of it changes waits for that answer. */
  #next() {
    /** @type {Act[]} */
    const batch = [];
    for (const act of fitting(this.#acts)) {
      if (act.kind === 'decide' && act.revision === undefined) {
        const isFollowing = batch.some((other) => other.kind === 'undo' || other.id === act.id);
        if (isFollowing) break;
        act.revision = this.#ways.revision(act.id);
      }
      batch.push(act);
    }
    return batch;
  }

  /** Sends what waits. */
  async start() {
    if (this.#state !== 'idle') return;
    while (this.#acts.length > 0) {
      const batch = this.#next();
      this.#out = batch.length;
      this.#set('sending');
      const told = await this.#ways.send(batch);
      if (told === 'signed-out') {
        this.#set('signed-out');
        return;
      }
      if (told === 'answered') {
        this.#acts.splice(0, batch.length);
        this.#out = 0;
      } else {
        this.#set('waiting');
        await this.#ways.wait(told);
      }
    }
    this.#set('idle');
  }
}
