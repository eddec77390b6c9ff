// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { minutes } from './minutes.ts';
import { inWords } from './times.ts';

test('minutes and seconds, as a clock of a sound shows them', () => {
  expect([0, 999, 7_000, 59_999, 60_000, 754_000, -5].map(minutes)).toEqual(['0:00', '0:00', '0:07', '0:59', '1:00', '12:34', '0:00']);
});

test('read aloud they are words', () => {
  expect([0, 1_000, 12_000, 60_000, 64_500].map(inWords)).toEqual(['0 seconds', '1 second', '12 seconds', '1 minute', '1 minute 4 seconds']);
});
