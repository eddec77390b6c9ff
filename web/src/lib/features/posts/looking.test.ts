// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Looking } from './looking.ts';

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
