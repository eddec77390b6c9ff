// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Post } from '#lib/api/types.ts';
import { Cards } from '#lib/features/cards/cards.svelte.ts';
import { inView, Looking, looking as real } from './looking.ts';

let said: string[][];
let line = true;
const looking = () => new Looking((ids) => line && said.push(ids) > 0);

beforeEach(() => {
  vi.useFakeTimers();
  [said, line] = [[], true];
});
afterEach(() => vi.useRealTimers());

test('what comes on the screen in one moment is said at once, and once', () => {
  const all = looking();
  all.show('one');
  all.show('two');
  const end = all.show('one');
  vi.runAllTimers();
  end();
  all.show('one');
  vi.runAllTimers();
  expect(said).toEqual([['one', 'two']]);
});

test('what has left before it was said is not said', () => {
  const all = looking();
  all.show('one')();
  vi.runAllTimers();
  expect(said).toEqual([]);
});

test('a new line is told what is on the screen, and nothing else', () => {
  const all = looking();
  line = false;
  all.show('one');
  const end = all.show('two');
  vi.runAllTimers();
  end();
  line = true;
  all.again();
  vi.runAllTimers();
  expect(said).toEqual([['one']]);
});

test('many are said in pieces that the server takes', () => {
  const all = looking();
  for (let number = 0; number < 120; number += 1) all.show(`${number}`);
  vi.runAllTimers();
  expect(said.map(({ length }) => length)).toEqual([50, 50, 20]);
});

test('however quickly one scrolls, it is said no more often than the server takes', () => {
  const all = looking();
  for (let number = 0; number < 300; number += 1) {
    all.show(`${number}`);
    vi.advanceTimersByTime(100);
  }
  expect(said.length).toBeLessThanOrEqual(60);
});

test('what was refused is said again, of what is on the screen by then', () => {
  const all = looking();
  all.show('one');
  const end = all.show('two');
  vi.runAllTimers();
  all.refused(0);
  all.refused(8);
  end();
  vi.advanceTimersByTime(4_000);
  expect(said).toHaveLength(1);
  vi.runAllTimers();
  expect(said.slice(1)).toEqual([['one']]);
});

test('what is looked at is asked for anew after an absence, and not when the first line opens', async () => {
  const asked: string[][] = [];
  const cards = new Cards(async (ids) => (asked.push([...ids]), { cards: ids.map((post_id) => ({ post_id, post: { id: post_id } as Post })) }));
  const end = real.show('one');
  await Promise.all([cards.again(), vi.runAllTimersAsync()]);
  expect(asked).toEqual([]);
  await Promise.all([cards.again(), vi.runAllTimersAsync()]);
  expect(asked).toEqual([['one']]);
  end();
  await Promise.all([cards.again(), vi.runAllTimersAsync()]);
  expect(asked).toHaveLength(1);
});

test('a post is looked at while it is near the screen, and not for as long as it is in the list', () => {
  let see: (entries: { isIntersecting: boolean }[]) => void = () => undefined;
  vi.stubGlobal('IntersectionObserver', class {
    constructor(tell: typeof see) {
      see = tell;
    }
    observe = () => undefined;
    disconnect = () => undefined;
  });
  const [show, end] = [vi.spyOn(real, 'show'), vi.fn()];
  show.mockReturnValue(end);
  const leave = inView('one')(document.createElement('article'));
  see([{ isIntersecting: false }]);
  expect(show).not.toHaveBeenCalled();
  see([{ isIntersecting: true }]);
  see([{ isIntersecting: true }]);
  expect([show.mock.calls, end.mock.calls.length]).toEqual([[['one']], 0]);
  see([{ isIntersecting: false }]);
  expect(end).toHaveBeenCalledOnce();
  see([{ isIntersecting: true }]);
  leave();
  expect([show.mock.calls.length, end.mock.calls.length]).toEqual([2, 2]);
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});
