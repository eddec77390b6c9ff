import { expect, test } from 'vitest';
import { ceiling, lines, range, rows } from './series.ts';

const at = (minutes: number): string => new Date(Date.UTC(2026, 10, 25, 12, minutes)).toISOString();

test('a hole in what is known is a hole in the line', () => {
  const drawn = lines([at(0), at(15), at(30), at(45), at(60)], [0, 10, null, null, 5], 10);
  expect(drawn).toEqual([
    [
      { x: 0, y: 1 },
      { x: 0.25, y: 0 }
    ],
    [{ x: 1, y: 0.5 }]
  ]);
});

test('what has just begun stands at the right, and nothing is drawn above the box', () => {
  const [line] = lines([at(0), at(1)], [4, 400], 10);
  expect(line?.[0]?.x).toBeCloseTo(0.8);
  expect(line?.[1]).toEqual({ x: 1, y: 0 });
});

test('nothing known is no line, no range, no rows', () => {
  expect(lines([at(0), at(1)], [null, null], 1)).toEqual([]);
  expect(lines([], [], 1)).toEqual([]);
  expect(range([null])).toBeNull();
  expect(rows([at(0)], [null])).toEqual([]);
});

test.each([
  [0, 1],
  [0.003, 0.005],
  [1, 1],
  [1.01, 2],
  [276, 500],
  [501, 1000]
])('above %d the next round number is %d', (value, round) => {
  expect(ceiling(value)).toBeCloseTo(round, 9);
});

test('five minutes are a row, newest first', () => {
  expect(rows([at(0), at(4), at(5), at(12)], [1, 3, 9, null])).toEqual([
    { at: at(5), low: 9, mean: 9, high: 9 },
    { at: at(0), low: 1, mean: 2, high: 3 }
  ]);
});
