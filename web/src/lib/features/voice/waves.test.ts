import { expect, test } from 'vitest';
import { BARS, height, LOUDEST, squeezed, waveform } from './waves.ts';

test('each bar is as loud as its loudest moment, and none is left out', () => {
  expect(squeezed([1, 5, 2, 2, 9, 0], 3)).toEqual([5, 2, 9]);
  const levels = Array.from({ length: 1_234 }, (_, at) => at);
  const bars = squeezed(levels, 100);
  expect(bars).toHaveLength(100);
  expect(bars.at(-1)).toBe(1_233);
  expect([...bars].sort((a, b) => a - b)).toEqual(bars);
});

test('what is short has a bar a moment, and what is nothing has none', () => {
  expect(squeezed([3, 1], 100)).toEqual([3, 1]);
  expect(squeezed([], 100)).toEqual([]);
  expect(waveform([])).toEqual([]);
});

test('a waveform is what the server accepts to draw: at most a hundred of 0 to 31, the loudest full', () => {
  const wave = waveform(Array.from({ length: 950 }, (_, at) => Math.abs(Math.sin(at)) * 0.2));
  expect(wave).toHaveLength(BARS);
  expect(Math.max(...wave)).toBe(LOUDEST);
  expect(Math.min(...wave)).toBeGreaterThanOrEqual(0);
  expect(wave.every(Number.isInteger)).toBe(true);
});

test('silence is flat, and nothing is louder than full', () => {
  expect(waveform([0, 0, 0])).toEqual([0, 0, 0]);
  expect([height(0), height(1), height(3), height(-1)]).toEqual([0, LOUDEST, LOUDEST, 0]);
});
