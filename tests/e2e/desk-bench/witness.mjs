// Runs in the editor's page, before its scripts: writes down what stood on the reading line at each key, and when the next
// comment had been painted. It asks the screen, not the scripts.

/**
 * What is on the screen.
 * @typedef {object} Standing
 * @property {string | null} id of the comment that is shown as the one being read
 * @property {string | null} atLine of the comment that lies on the reading line, by geometry
 * @property {number} top of the comment being read
 *
 * A key, as the page saw it.
 * @typedef {object} Seen
 * @property {number} n how many keys came before
 * @property {string} code
 * @property {number} at when it was pressed, milliseconds since the epoch
 * @property {number} late how long it lay before the page looked at it
 * @property {number} worked how long the page's scripts worked at it
 * @property {Standing} before
 * @property {string | null} shown the comment that had been painted as the one being read
 * @property {boolean} over whether the form to sign in again lay over the page
 * @property {string | null} box what stands in the box in which it was pressed
 * @property {number | null} painted milliseconds from the key until another comment was painted on the line
 * @property {Standing} after
 */

/** To be given to `addInitScript`; `told` is the name of the function that takes what was seen, as JSON. @param {string} told */
export function witness(told) {
  if (window.top !== window) return;
  let count = 0;
  /** Another comment that is waited for; ends with the next key. @type {(() => void) | null} */
  let giveUp = null;
  let shown = null;

  /** @returns {Standing} */
  const standing = () => {
    const row = document.querySelector('.queue > [aria-current=true]');
    const list = document.getElementById('list') ?? document.documentElement;
    const { left, width } = list.getBoundingClientRect();
    const under = document.elementFromPoint(left + width / 2, window.innerHeight / 3 + 6)?.closest('[data-id]');
    return {
      id: row?.getAttribute('data-id') ?? null,
      atLine: under?.getAttribute('data-id') ?? null,
      top: row ? row.getBoundingClientRect().top : 0,
    };
  };

  /** Calls back when a frame has been painted. @param {() => void} call */
  const painted = (call) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = call;
      port2.postMessage(null);
    });

  window.addEventListener(
    'keydown',
    (event) => {
      if (!event.isTrusted) return;
      giveUp?.();
      const before = standing();
      const box = event.target instanceof HTMLTextAreaElement ? event.target : null;
      /** @type {Seen} */
      const seen = {
        n: count,
        code: event.code,
        at: performance.timeOrigin + event.timeStamp,
        late: performance.now() - event.timeStamp,
        worked: 0,
        before,
        shown,
        over: document.querySelector('dialog[open] [type=password]') !== null,
        box: box ? box.value : null,
        painted: null,
        after: before,
      };
      count += 1;
      const tell = () => {
        giveUp = null;
        shown = seen.after.id;
        /** @type {any} */ (globalThis)[told](JSON.stringify(seen));
      };
      const began = performance.now();
      const done = () => {
        seen.worked = performance.now() - began;
      };
      // After those of the page, which listen further in.
      window.addEventListener('keydown', done, { once: true });
      let isOver = false;
      giveUp = () => {
        isOver = true;
        seen.after = standing();
        tell();
      };
      const look = () => {
        if (isOver) return;
        const now = performance.now();
        seen.after = standing();
        if (seen.after.id !== null && seen.after.id !== before.id) {
          seen.painted = now - event.timeStamp;
          tell();
        } else painted(look);
      };
      // Below a form nothing comes.
      if (seen.over) tell();
      else painted(look);
    },
    true,
  );
}
