// What can be taken back, the newest first; nothing here touches the page.

/** How many presses are remembered. */
const DEPTH = 50;

/**
 * An act that was done, with the edit that went out with it.
 * @typedef {{ key: string, id: string, text?: string }} Done
 */

/**
 * Acts that were one press: one, or all that were picked.
 * @typedef {object} Step
 * @property {Done[]} acts in the order in which they were made
 * @property {string} words what was done
 */

export class UndoStack {
  /** @type {Step[]} */
  #steps;

  /** @param {Step[]} [steps] */
  constructor(steps = []) {
    this.#steps = steps.slice(-DEPTH);
  }

  get size() {
    return this.#steps.length;
  }

  /** @returns {Step[]} */
  get steps() {
    return [...this.#steps];
  }

  /** @param {Step} step */
  push(step) {
    this.#steps.push(step);
    if (this.#steps.length > DEPTH) this.#steps.shift();
  }

  /** @returns {Step | undefined} */
  pop() {
    return this.#steps.pop();
  }

  /** The newest act on a comment, taken out. @param {string} id @returns {Step | undefined} */
  takeOf(id) {
    const step = this.#steps.filter(({ acts }) => acts.some((act) => act.id === id)).at(-1);
    const act = step?.acts.filter((one) => one.id === id).at(-1);
    if (!step || !act) return undefined;
    this.forget(act.key);
    return { acts: [act], words: step.words };
  }

  /** An act that came to nothing cannot be taken back. @param {string} key */
  forget(key) {
    this.#steps = this.#steps
      .map((step) => ({ ...step, acts: step.acts.filter((one) => one.key !== key) }))
      .filter((step) => step.acts.length > 0);
  }
}
