import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Conversation } from '#lib/api/types.ts';
import { Sync, type SyncAnswer } from './sync.ts';

let asked: string[];
let steps: string[];
let answer: (cursor: string) => Promise<SyncAnswer>;
let sync: Sync;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  steps = [];
  answer = (cursor) => Promise.resolve({ conversations: [], cursor: `after ${cursor}`, gap: false });
  sync = new Sync({
    fetch: (cursor) => {
      asked.push(cursor);
      return answer(cursor);
    },
    baseline: () => Promise.resolve(void steps.push('baseline')),
    apply: (heads) => Promise.resolve(void steps.push(`apply ${heads.length}`)),
    healthy: (well) => void steps.push(well ? 'well' : 'ill'),
    moved: () => void steps.push(`moved ${sync.cursor}`)
  });
});
afterEach(() => void vi.useRealTimers());

const head = { id: 'ana-chidi' } as Conversation;

test('the first connection takes everything anew and starts from the high-water mark', async () => {
  await sync.ready({ cursor: 'c1' });
  expect(asked).toEqual([]);
  expect(steps).toEqual(['baseline', 'well', 'moved c1']);
  expect(sync.cursor).toBe('c1');
});

test('later connections ask from the own cursor, not from the one the server names', async () => {
  await sync.ready({ cursor: 'c1' });
  answer = () => Promise.resolve({ conversations: [head], cursor: 'c8', gap: false });
  await sync.ready({ cursor: 'c9' });
  expect(asked).toEqual(['c1']);
  expect(sync.cursor).toBe('c8');
  expect(steps).toContain('apply 1');
});

test('the cursor does not move before what it stands for is applied', async () => {
  await sync.ready({ cursor: 'c1' });
  const applied = Promise.withResolvers<void>();
  const slow = new Sync({
    fetch: () => Promise.resolve({ conversations: [head], cursor: 'c2', gap: false }),
    baseline: () => Promise.resolve(),
    apply: () => applied.promise,
    healthy: () => undefined,
    moved: () => undefined
  });
  await slow.ready({ cursor: 'c1' });
  const running = slow.refresh();
  await vi.advanceTimersByTimeAsync(10);
  expect(slow.cursor).toBe('c1');
  applied.resolve();
  await running;
  expect(slow.cursor).toBe('c2');
});

test('too far behind: everything anew', async () => {
  await sync.ready({ cursor: 'c1' });
  answer = () => Promise.resolve({ conversations: [], cursor: 'c5', gap: true });
  await sync.ready({ cursor: 'c9' });
  expect(steps.filter((step) => step === 'baseline')).toHaveLength(2);
  expect(sync.cursor).toBe('c5');
});

test('a failure keeps the cursor and tries again by itself', async () => {
  await sync.ready({ cursor: 'c1' });
  answer = () => Promise.reject(new Error('away'));
  await sync.ready({ cursor: 'c2' });
  expect(sync.cursor).toBe('c1');
  expect(steps.at(-1)).toBe('ill');
  answer = () => Promise.resolve({ conversations: [head], cursor: 'c3', gap: false });
  await vi.advanceTimersByTimeAsync(500);
  expect(sync.cursor).toBe('c3');
  expect(steps.slice(-2)).toEqual(['well', 'moved c3']);
});

test('an answer that belongs to an older connection does not move the cursor', async () => {
  await sync.ready({ cursor: 'c1' });
  const late = Promise.withResolvers<SyncAnswer>();
  answer = () => late.promise;
  const first = sync.ready({ cursor: 'c2' });
  answer = () => Promise.resolve({ conversations: [], cursor: 'c9', gap: false });
  await vi.advanceTimersByTimeAsync(0);
  const second = sync.ready({ cursor: 'c3' });
  late.resolve({ conversations: [], cursor: 'stale', gap: false });
  await Promise.all([first, second]);
  expect(sync.cursor).toBe('c9');
});

test('signed out: nothing is asked any more', async () => {
  await sync.ready({ cursor: 'c1' });
  answer = () => Promise.reject(new Error('away'));
  await sync.ready({ cursor: 'c2' });
  const before = asked.length;
  sync.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(before);
});

test('goes on from what the device kept, without taking everything anew', async () => {
  sync.resume('kept');
  await sync.ready({ cursor: 'c9' });
  expect(asked).toEqual(['kept']);
  expect(steps).toEqual(['apply 0', 'well', 'moved after kept']);
});

test('what a run that belongs to an older beginning brings does not move the kept cursor', async () => {
  await sync.ready({ cursor: 'c1' });
  const late = Promise.withResolvers<SyncAnswer>();
  answer = () => late.promise;
  const running = sync.ready({ cursor: 'c2' });
  await vi.advanceTimersByTimeAsync(0);
  sync.resume('kept by another tab');
  late.resolve({ conversations: [], cursor: 'c3', gap: false });
  await running;
  expect(sync.cursor).toBe('kept by another tab');
  expect(steps).not.toContain('moved c3');
});
