import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MarkLine } from './marks.ts';
import type { ClientFrame } from './wire.ts';

let told: ClientFrame[];
let reachable: boolean;
let marks: MarkLine;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  reachable = true;
  marks = new MarkLine((frame) => reachable && told.push(frame) > 0);
});
afterEach(() => void vi.useRealTimers());

const read = (seq: number) => ({ op: 'read', conversation_id: 'c', seq });
const delivered = (seq: number) => ({ op: 'delivered', conversation_id: 'c', seq });

test('at most one a second in a conversation, and the last one is the highest', () => {
  for (let seq = 1; seq <= 50; seq += 1) marks.read('c', seq);
  expect(told).toEqual([read(1)]);
  vi.advanceTimersByTime(1_000);
  expect(told).toEqual([read(1), read(50)]);
  vi.advanceTimersByTime(10_000);
  expect(told).toHaveLength(2);
});

test('what was read is unconfirmed until the server says that it has it', () => {
  reachable = false;
  marks.read('c', 9);
  marks.delivered('d', 4);
  expect(marks.unconfirmed()).toEqual({ c: 9 });
  reachable = true;
  marks.up();
  expect(told).toEqual([read(9), { op: 'delivered', conversation_id: 'd', seq: 4 }]);
  // Told is not stored: the line may have broken under it.
  expect(marks.unconfirmed()).toEqual({ c: 9 });
  marks.confirmed('c', 8);
  expect(marks.unconfirmed()).toEqual({ c: 9 });
  marks.confirmed('c', 9);
  expect(marks.unconfirmed()).toEqual({});
});

test('marks never go back', () => {
  marks.read('c', 9);
  vi.advanceTimersByTime(1_000);
  marks.read('c', 4);
  vi.advanceTimersByTime(5_000);
  expect(told).toEqual([read(9)]);
});

test('what is read needs no delivered mark', () => {
  marks.delivered('c', 3);
  marks.read('c', 5);
  marks.delivered('c', 5);
  vi.advanceTimersByTime(5_000);
  expect(told).toEqual([delivered(3), read(5)]);
});

test('without a connection nothing is lost: it is told when the line is back', () => {
  reachable = false;
  marks.read('c', 2);
  marks.read('c', 7);
  reachable = true;
  marks.up();
  expect(told).toEqual([read(7)]);
});

test('what a broken line may have swallowed is told again', () => {
  marks.read('c', 2);
  reachable = false;
  marks.down();
  vi.advanceTimersByTime(5_000);
  expect(told).toEqual([read(2)]);
  reachable = true;
  marks.up();
  expect(told).toEqual([read(2), read(2)]);
});
