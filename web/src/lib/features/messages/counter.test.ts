// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { unread } from '#lib/app/unread.svelte.ts';
import { Counter } from './counter.ts';

const page = vi.hoisted(() => ({ conversations: [], next_cursor: null, counts: { unread: 0, requests: 0 } }));
const fetchInbox = vi.hoisted(() => vi.fn(async () => page));
vi.mock('./calls.ts', () => ({ fetchInbox }));

let counter: Counter;
beforeEach(() => {
  vi.useFakeTimers();
  fetchInbox.mockClear();
  counter = new Counter(({ counts }, asked) => counter.told(counts, asked));
});
afterEach(() => void vi.useRealTimers());

test('a count that was asked for just after something was read is asked for again', async () => {
  page.counts = { unread: 2, requests: 0 };
  counter.marked();
  counter.told({ unread: 3, requests: 0 }, Date.now() + 100);
  expect(unread.conversations).toBe(3);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(unread.conversations).toBe(2);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(fetchInbox).toHaveBeenCalledTimes(1);
});

test('so is one during whose way something was read', async () => {
  page.counts = { unread: 2, requests: 0 };
  const asked = Date.now();
  await vi.advanceTimersByTimeAsync(5_000);
  counter.marked();
  counter.told({ unread: 3, requests: 0 }, asked);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(unread.conversations).toBe(2);
});

test('a count long after the last reading stands', async () => {
  counter.marked();
  await vi.advanceTimersByTimeAsync(5_000);
  counter.told({ unread: 1, requests: 0 }, Date.now());
  await vi.advanceTimersByTimeAsync(60_000);
  expect([unread.conversations, fetchInbox.mock.calls.length]).toEqual([1, 0]);
});
