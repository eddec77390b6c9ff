import { describe, expect, it } from 'vitest';
import { forField, possible, presets } from './moments.ts';

describe('presets', () => {
  it.each([
    ['2026-11-26T08:00', '2026-11-27T09:00', '2026-11-30T09:00'],
    ['2026-11-29T23:59', '2026-11-30T09:00', '2026-11-30T09:00'],
    ['2026-11-30T08:00', '2026-12-01T09:00', '2026-12-07T09:00'],
    ['2026-12-31T10:00', '2027-01-01T09:00', '2027-01-04T09:00']
  ])('from %s', (now, tomorrow, monday) => {
    const found = presets(new Date(now));
    expect(forField(found.tomorrow)).toBe(tomorrow);
    expect(forField(found.monday)).toBe(monday);
    expect(found.hour.getTime() - new Date(now).getTime()).toBe(3_600_000);
  });
});

it('is possible from a minute on, within a year', () => {
  const now = new Date('2026-11-26T08:00');
  const ahead = (ms: number) => possible(new Date(now.getTime() + ms), now);
  expect([-1, 30_000, 70_000, 300 * 86_400_000, 400 * 86_400_000].map(ahead)).toEqual([false, false, true, true, false]);
});
