// What can be taken back, the newest first; nothing here touches the page.

/** How many acts are remembered. */
const DEPTH = 50;

/**
 * Acts that were one press: one, or all that were picked.
 * @typedef {object} Step
 * @property {string[]} keys of the acts
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

  /** An act that came to nothing cannot be taken back. @param {string} key */
  forget(key) {
    this.#steps = this.#steps
      .map((step) => ({ ...step, keys: step.keys.filter((one) => one !== key) }))
      .filter((step) => step.keys.length > 0);
  }
}
