// Chance that is the same in each run, from a seed.

/** @typedef {() => number} Chance */

/** Numbers between 0 and 1 (mulberry32). @param {number} seed @returns {Chance} */
export function chance(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** @template T @param {Chance} next @param {T[]} of @returns {T} */
export const pick = (next, of) => of[Math.floor(next() * of.length)];
