// Acts on their way to the server: in the order of the presses, again until they are answered.

/**
 * @template Act
 * @typedef {object} Ways
 * @property {(act: Act) => Promise<'answered' | 'signed-out' | number>} send how an act goes out: that it was answered (what the answer
 *   was is the sender's affair), that nobody is signed in, or after how many milliseconds it is to be tried again
 * @property {(milliseconds: number) => Promise<void>} wait
 * @property {() => void} changed called after each change
 */

/** @typedef {'idle' | 'sending' | 'waiting' | 'signed-out'} State */

/** @template {{ key: string }} Act */
export class Outbox {
  /** @type {Act[]} */
  #acts = [];
  /** @type {State} */
  #state = 'idle';
  /** @type {Ways<Act>} */
  #ways;

  /** @param {Ways<Act>} ways */
  constructor(ways) {
    this.#ways = ways;
  }

  get size() {
    return this.#acts.length;
  }

  get state() {
    return this.#state;
  }

  /** @param {Act} act */
  add(act) {
    this.#acts.push(act);
    this.#ways.changed();
    this.#run();
  }

  /** Takes an act back that has not gone out yet; whether there was one. @param {string} key */
  cancel(key) {
    const at = this.#acts.findIndex((act) => act.key === key);
    // The first may be on its way.
    if (at < 0 || (at === 0 && this.#state !== 'signed-out')) return false;
    this.#acts.splice(at, 1);
    this.#ways.changed();
    return true;
  }

  /** Somebody is signed in again. */
  resume() {
    if (this.#state !== 'signed-out') return;
    this.#set('idle');
    this.#run();
  }

  /** @param {State} state */
  #set(state) {
    this.#state = state;
    this.#ways.changed();
  }

  async #run() {
    if (this.#state !== 'idle') return;
    while (this.#acts.length > 0) {
      this.#set('sending');
      const told = await this.#ways.send(this.#acts[0]);
      if (told === 'signed-out') {
        this.#set('signed-out');
        return;
      }
      if (told === 'answered') this.#acts.shift();
      else {
        this.#set('waiting');
        await this.#ways.wait(told);
      }
    }
    this.#set('idle');
  }
}
