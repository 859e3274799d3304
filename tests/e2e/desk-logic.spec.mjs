// The desk's scripts without a page: keys, the outbox, what can be taken back.
import { expect, test } from '@playwright/test';
import { commandOf, digitOf } from '../../crates/moderation-server/static/desk/keys.mjs';
import { fitting, Outbox } from '../../crates/moderation-server/static/desk/outbox.mjs';
import { isLow, wanted } from '../../crates/moderation-server/static/desk/plan.mjs';
import { UndoStack } from '../../crates/moderation-server/static/desk/undo.mjs';
import { duration } from '../../crates/moderation-server/static/desk/words.mjs';

const plain = { code: '', key: '', repeat: false, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, isComposing: false };

test('which command a press is', () => {
  const long = 10_000;
  const shifted = { shiftKey: true };
  /** @type {[Partial<import('../../crates/moderation-server/static/desk/keys.mjs').Press>, number, string | null][]} */
  const presses = [
    [{ code: 'Digit1', key: '1' }, long, 'publish'],
    [{ code: 'Numpad3', key: '3' }, long, 'spam'],
    // With NumLock off the number pad has arrows and pages, and decides nothing.
    [{ code: 'Numpad1', key: 'End' }, long, null],
    [{ code: 'Numpad3', key: 'PageDown' }, long, null],
    [{ code: 'Numpad4', key: 'ArrowLeft' }, long, null],
    [{ code: 'Numpad2', key: 'ArrowDown' }, long, 'next'],
    [{ code: 'Numpad8', key: 'ArrowUp', repeat: true }, long, 'previous'],
    [{ code: 'NumpadMultiply', key: '*' }, long, 'pick-all'],
    [{ code: 'KeyP', key: 'P' }, long, 'publish'],
    [{ code: 'KeyJ', key: 'ụ' }, long, 'next'],
    [{ code: '', key: 'ế' }, long, null],
    [{ code: 'Digit1', key: '!', ...shifted }, long, 'publish-picked'],
    [{ code: 'KeyX', key: 'X', ...shifted }, long, 'pick-to'],
    [{ code: 'Digit8', key: '*', ...shifted }, long, 'pick-all'],
    [{ code: 'Slash', key: '?', ...shifted }, long, 'help'],
    [{ code: 'Minus', key: '?', ...shifted }, long, 'help'],
    // Held down: along the list, and nothing else.
    [{ code: 'Digit1', key: '1', repeat: true }, long, null],
    [{ code: 'KeyE', key: 'e', repeat: true }, long, null],
    [{ code: 'KeyJ', key: 'j', repeat: true }, long, 'next'],
    [{ code: 'ArrowUp', key: 'ArrowUp', repeat: true }, long, 'previous'],
    // A box has just been left.
    [{ code: 'KeyS', key: 's' }, 499, null],
    [{ code: 'KeyJ', key: 'j' }, 0, null],
    [{ code: 'KeyS', key: 's' }, 500, 'spam'],
    [{ code: 'Digit1', key: '1' }, 0, 'publish'],
    // The browser's own, and an input method's.
    [{ code: 'KeyA', key: 'a', ctrlKey: true }, long, null],
    [{ code: 'Digit1', key: '1', altKey: true }, long, null],
    [{ code: 'KeyR', key: 'r', metaKey: true }, long, null],
    [{ code: 'KeyD', key: 'd', isComposing: true }, long, null],
    [{ code: 'constructor', key: 'x' }, long, null],
  ];
  for (const [press, sinceBox, command] of presses) {
    expect(commandOf({ ...plain, ...press }, sinceBox), JSON.stringify(press)).toBe(command);
  }
  expect(digitOf({ ...plain, code: 'Numpad7', key: '7' })).toBe(7);
  expect(digitOf({ ...plain, code: 'Numpad7', key: 'Home' })).toBe(null);
  expect(digitOf({ ...plain, code: 'Digit7', shiftKey: true })).toBe(null);
  expect(digitOf({ ...plain, code: 'F7' })).toBe(null);
});

/** @param {string} key @param {string} [id] @returns {import('../../crates/moderation-server/static/desk/outbox.mjs').Act} */
const decide = (key, id = key) => ({ kind: 'decide', key, id, action: 'publish', revision: 1 });

test('acts go out in order, together where they can, again until they are answered', async () => {
  /** @type {('answered' | 'signed-out' | number)[]} */
  const answers = ['answered', 5, 5, 'answered', 'signed-out', 'answered'];
  /** @type {string[]} */
  const sent = [];
  /** @type {string[]} */
  const states = [];
  /** @type {() => void} */
  let pressed = () => {};
  const outbox = new Outbox({
    send: async (acts) => {
      sent.push(acts.map(({ key }) => key).join(''));
      if (sent.length === 4) pressed();
      return answers.shift();
    },
    revision: () => 7,
    wait: async () => {},
    changed: () => states.push(outbox?.state),
  });
  pressed = () => outbox.add(decide('e'));
  for (const key of ['a', 'b', 'c', 'd']) outbox.add(decide(key));
  expect(outbox.cancel('a'), 'it is on its way').toBe(false);
  expect(outbox.cancel('d')).toBe(true);
  expect(outbox.cancel('d')).toBe(false);
  await expect.poll(() => outbox.state).toBe('signed-out');
  expect(sent).toEqual(['a', 'bc', 'bc', 'bc', 'e']);
  expect(states).toContain('waiting');
  expect(outbox.cancel('e'), 'it may have been taken').toBe(false);
  outbox.resume();
  await expect.poll(() => outbox.state).toBe('idle');
  expect(sent.at(-1)).toBe('e');
  expect(outbox.size).toBe(0);
});

test('no request is more than the server takes', () => {
  const undo = (/** @type {number} */ count) => ({
    kind: /** @type {const} */ ('undo'),
    key: `u${count}`,
    of: Array(count).fill('a'.repeat(32)),
  });
  const long = (/** @type {string} */ key) => ({ ...decide(key), text: 'ệ'.repeat(4000) });
  /** @type {[import('../../crates/moderation-server/static/desk/outbox.mjs').Act[], number][]} */
  const requests = [
    [[undo(200), undo(1)], 1],
    [[undo(150), undo(49), decide('a'), decide('b')], 3],
    [[undo(300)], 1],
    [Array.from({ length: 60 }, (_, at) => decide(`${at}`)), 50],
    [Array.from({ length: 9 }, (_, at) => long(`${at}`)), 4],
    [[], 0],
  ];
  for (const [acts, count] of requests) expect(fitting(acts)).toEqual(acts.slice(0, count));
});

test('a decision on what an act of one’s own changes first waits for that answer', async () => {
  let revision = 1;
  /** @type {string[][]} */
  const sent = [];
  const outbox = new Outbox(
    {
      send: async (acts) => {
        sent.push(acts.map((act) => `${act.key}${act.kind === 'decide' ? act.revision : ''}`));
        revision += 2;
        return 'answered';
      },
      revision: () => revision,
      wait: async () => {},
      changed: () => {},
    },
    // As a page before left them.
    [decide('a', 'x'), { kind: 'undo', key: 'u', of: ['a'] }, { kind: 'decide', key: 'b', id: 'x', action: 'spam' }],
  );
  expect(outbox.has('x')).toBe(true);
  outbox.start();
  await expect.poll(() => outbox.size).toBe(0);
  expect(sent).toEqual([['a1', 'u'], ['b3']]);
});

test('fifty steps are taken back, the newest first', () => {
  const undo = new UndoStack();
  for (let at = 0; at < 60; at += 1) undo.push({ acts: [{ key: `${at}`, id: `c${at % 7}` }], words: '' });
  expect(undo.size).toBe(50);
  undo.forget('58');
  expect(undo.pop()?.acts[0].key).toBe('59');
  expect(undo.pop()?.acts[0].key).toBe('57');
  expect(undo.takeOf('c1')?.acts[0].key, 'the newest of that comment').toBe('50');
  expect(undo.takeOf('c1')?.acts[0].key).toBe('43');
  expect(undo.takeOf('c9')).toBe(undefined);
  undo.push({
    acts: [
      { key: 'a', id: '1' },
      { key: 'b', id: '2' },
    ],
    words: '',
  });
  undo.forget('a');
  expect(new UndoStack(undo.steps).pop()?.acts).toEqual([{ key: 'b', id: '2' }]);
});

test('a share is filled up before it runs dry, and is never more than the server gives', () => {
  for (const [ahead, have, want] of [
    [0, 0, 30],
    [10, 11, 31],
    [11, 12, 0],
    [30, 30, 0],
    // Acts on their way take no room; what was put off does, until there is no more.
    [10, 15, 35],
    [2, 25, 40],
    [0, 60, 40],
  ]) {
    expect(wanted(ahead, have), `${ahead} ahead of ${have}`).toBe(want);
    expect(isLow(ahead)).toBe(want > 0);
  }
});

test('how long something has waited', () => {
  for (const [minutes, words] of /** @type {[number, string][]} */ ([
    [-1, 'chưa đến 1 phút'],
    [0, 'chưa đến 1 phút'],
    [59, '59 phút'],
    [60, '1 giờ'],
    [72, '1 giờ 12 phút'],
    [2879, '47 giờ 59 phút'],
    [2880, '2 ngày'],
  ])) {
    expect(duration(minutes * 60_000)).toBe(words);
  }
});
