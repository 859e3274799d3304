// What the scripts keep on the device for one editor; where its settings forbid that, they go without.
import { editor } from './session.mjs';

export { editor };

/** What asks the device may be refused by its settings. @template T @param {() => T} ask @param {T} otherwise */
export const allowed = (ask, otherwise) => {
  try {
    return ask();
  } catch {
    return otherwise;
  }
};

/** This page's name, the same after a reload. */
export const tab = (() => {
  const make = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const name = 'binh-luan-desk:tab';
  const known = allowed(() => sessionStorage.getItem(name), null) ?? make();
  allowed(() => sessionStorage.setItem(name, known), undefined);
  return known;
})();

/** @template T @param {Storage} storage @param {string} name @returns {T | null} */
const read = (storage, name) => allowed(() => JSON.parse(storage.getItem(name) ?? 'null'), null);

/** @typedef {import('./outbox.mjs').Act} Act */
/** @typedef {{ at: number, acts: Act[] }} Kept */

const OUTBOX = `binh-luan-desk:outbox:${editor}:`;
/** For so long the server knows a key. */
const KEY_LIFE_MS = 7 * 86_400_000;
/** A page that has not written for so long is gone. */
const GONE_MS = 120_000;

/** @param {Act[]} acts */
export const keepOutbox = (acts) =>
  allowed(() => {
    if (acts.length === 0) localStorage.removeItem(OUTBOX + tab);
    else localStorage.setItem(OUTBOX + tab, JSON.stringify({ at: Date.now(), acts }));
  }, undefined);

/** What this page, or one that is gone, did not get an answer to. @returns {Act[]} */
export const takeOutbox = () =>
  allowed(() => {
    /** @type {Act[]} */
    const acts = [];
    for (const name of Object.keys(localStorage)) {
      if (!name.startsWith(OUTBOX)) continue;
      const kept = /** @type {Kept | null} */ (read(localStorage, name));
      const age = Date.now() - (kept?.at ?? 0);
      if (name !== OUTBOX + tab && age < GONE_MS) continue;
      if (kept && age < KEY_LIFE_MS) acts.push(...kept.acts);
      localStorage.removeItem(name);
    }
    return acts;
  }, []);

const UNDO = `binh-luan-desk:undo:${editor}`;

/** @param {import('./undo.mjs').Step[]} steps */
export const keepUndo = (steps) => allowed(() => sessionStorage.setItem(UNDO, JSON.stringify(steps)), undefined);

/** @returns {import('./undo.mjs').Step[]} */
export const takeUndo = () => read(sessionStorage, UNDO) ?? [];
