import fc from 'fast-check';
import { expect, test } from 'vitest';
import { first, isWhole, leastMs, lengthOf, mostMs, moved, timeOf, timeWord } from './range.ts';

test('whatever is dragged where, the stretch stays in the video, in order, and no shorter than may be', () => {
  const steps = fc.array(fc.tuple(fc.constantFrom('start_ms' as const, 'end_ms' as const), fc.integer({ min: -5_000, max: 900_000 })));
  fc.assert(
    fc.property(fc.integer({ min: leastMs(), max: 700_000 }), steps, (whole, moves) => {
      const cut = moves.reduce((now, [end, to]) => moved(now, end, to, whole), first(whole));
      expect(cut.start_ms).toBeGreaterThanOrEqual(0);
      expect(cut.end_ms).toBeLessThanOrEqual(whole);
      expect(cut.end_ms - cut.start_ms).toBeGreaterThanOrEqual(leastMs());
    })
  );
});

test('one end moves alone', () => {
  const cut = { start_ms: 2_000, end_ms: 8_000 };
  expect(moved(cut, 'start_ms', 3_300.4, 10_000)).toEqual({ start_ms: 3_300, end_ms: 8_000 });
  expect(moved(cut, 'start_ms', 9_000, 10_000)).toEqual({ start_ms: 7_500, end_ms: 8_000 });
  expect(moved(cut, 'end_ms', 0, 10_000)).toEqual({ start_ms: 2_000, end_ms: 2_500 });
});

test('times as they are shown and typed', () => {
  expect([0, 1_249, 62_500, 600_000, 59_960].map(timeWord)).toEqual(['0:00.0', '0:01.2', '1:02.5', '10:00.0', '1:00.0']);
  expect(['1:02.5', '62,5', '62', ' 0:07 ', '0:00.25'].map(timeOf)).toEqual([62_500, 62_500, 62_000, 7_000, 250]);
  for (const wrong of ['', 'soon', '1:60', '-1', '1:2:3', '1.']) expect(timeOf(wrong)).toBeNull();
  fc.assert(fc.property(fc.integer({ min: 0, max: 6_000 }), (tenths) => void expect(timeOf(timeWord(tenths * 100))).toBe(tenths * 100)));
});

test('lengths have names, and what is too long has none', () => {
  expect([15_000, 15_001, 180_000, 600_000, 600_001].map(lengthOf)).toEqual(['short', 'middle', 'middle', 'long', null]);
  expect(first(900_000)).toEqual({ start_ms: 0, end_ms: mostMs() });
  expect([isWhole(first(5_000), 5_000), isWhole(first(900_000), 900_000), isWhole({ start_ms: 1, end_ms: 5_000 }, 5_000)]).toEqual([true, false, false]);
});
