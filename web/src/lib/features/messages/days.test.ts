import { expect, test } from 'vitest';
import { daysBetween } from './days.ts';

test('days are calendar days of the reader, not spans of 24 hours', () => {
  expect(daysBetween(new Date(2026, 10, 21, 23, 59), new Date(2026, 10, 22, 0, 1))).toBe(1);
  expect(daysBetween(new Date(2026, 10, 21, 0, 1), new Date(2026, 10, 21, 23, 59))).toBe(0);
  // The night in which clocks change is still one day.
  expect(daysBetween(new Date(2026, 9, 24, 12), new Date(2026, 9, 25, 12))).toBe(1);
});
