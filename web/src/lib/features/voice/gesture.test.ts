import { expect, test } from 'vitest';
import { CANCEL_PX, LOCK_PX, meant } from './gesture.ts';

test('a finger that trembles means nothing', () => {
  expect(meant(0, 0, false)).toBe('hold');
  expect(meant(-CANCEL_PX + 1, -LOCK_PX + 1, false)).toBe('hold');
  expect(meant(300, 300, false)).toBe('hold');
});

test('towards the start it cancels, also where people read from the right', () => {
  expect(meant(-CANCEL_PX, 0, false)).toBe('cancel');
  expect(meant(CANCEL_PX, 0, false)).toBe('hold');
  expect(meant(CANCEL_PX, 0, true)).toBe('cancel');
  expect(meant(-CANCEL_PX, 0, true)).toBe('hold');
});

test('up it locks; of two directions the one it has gone further', () => {
  expect(meant(0, -LOCK_PX, false)).toBe('lock');
  expect(meant(-CANCEL_PX, -LOCK_PX, false)).toBe('cancel');
  expect(meant(-CANCEL_PX, -CANCEL_PX - 1, false)).toBe('lock');
});
