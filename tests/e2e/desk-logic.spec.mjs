// The desk's scripts without a page: keys, the outbox, what can be taken back.
import { expect, test } from '@playwright/test';
import { commandOf, digitOf } from '../../crates/moderation-server/static/desk/keys.mjs';
import { Outbox } from '../../crates/moderation-server/static/desk/outbox.mjs';
import { UndoStack } from '../../crates/moderation-server/static/desk/undo.mjs';

const plain = { code: '', key: '', repeat: false, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, isComposing: false };

test('which command a press is', () => {
  const long = 10_000;
  const shifted = { shiftKey: true };
  /** @type {[Partial<import('../../crates/moderation-server/static/desk/keys.mjs').Press>, number, string | null][]} */
  const presses = [
    [{ code: 'Digit1', key: '1' }, long, 'publish'],
    [{ code: 'Numpad3', key: '3' }, long, 'spam'],
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
  expect(digitOf({ ...plain, code: 'Numpad7' })).toBe(7);
  expect(digitOf({ ...plain, code: 'Digit7', shiftKey: true })).toBe(null);
  expect(digitOf({ ...plain, code: 'F7' })).toBe(null);
});

test('acts go out in order, again until they are answered', async () => {
  /** @type {('answered' | 'signed-out' | number)[]} */
  const answers = ['answered', 5, 5, 'answered', 'signed-out', 'answered', 'answered'];
  /** @type {string[]} */
  const sent = [];
  /** @type {string[]} */
  const states = [];
  const outbox = new Outbox({
    send: async ({ key }) => {
      sent.push(key);
      return answers.shift();
    },
    wait: async () => {},
    changed: () => states.push(outbox?.state),
  });
  for (const key of ['a', 'b', 'c', 'd']) outbox.add({ key });
  expect(outbox.cancel('a'), 'it is on its way').toBe(false);
  await expect.poll(() => outbox.state).toBe('signed-out');
  expect(sent).toEqual(['a', 'b', 'b', 'b', 'c']);
  expect(states).toContain('waiting');
  expect(outbox.cancel('d')).toBe(true);
  expect(outbox.cancel('d')).toBe(false);
  outbox.add({ key: 'e' });
  expect(outbox.size).toBe(2);
  outbox.resume();
  await expect.poll(() => outbox.state).toBe('idle');
  expect(sent).toEqual(['a', 'b', 'b', 'b', 'c', 'c', 'e']);
  expect(outbox.size).toBe(0);
});

test('fifty steps are taken back, the newest first', () => {
  const undo = new UndoStack();
  for (let at = 0; at < 60; at += 1) undo.push({ keys: [`${at}`], words: '' });
  expect(undo.size).toBe(50);
  undo.forget('58');
  expect(undo.pop()?.keys).toEqual(['59']);
  expect(undo.pop()?.keys).toEqual(['57']);
  undo.push({ keys: ['a', 'b'], words: '' });
  undo.forget('a');
  expect(new UndoStack(undo.steps).pop()?.keys).toEqual(['b']);
});
