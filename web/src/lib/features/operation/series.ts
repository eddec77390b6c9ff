/** What a line, its words and its table are made from. Null: nothing happened that could be measured, or not known. */
export type Values = (number | null)[];
export type Point = { x: number; y: number };
export type Row = { at: string; low: number; mean: number; high: number };

const FIVE_MINUTES_MS = 300_000;
const LEAST_SPAN_MS = 300_000;

export function last(values: Values): number | null {
  return values.at(-1) ?? null;
}

function known(values: Values): number[] {
  return values.filter((value) => value !== null);
}

export function range(values: Values): { low: number; high: number } | null {
  const all = known(values);
  return all.length ? { low: Math.min(...all), high: Math.max(...all) } : null;
}

export function times(values: Values, factor: number): Values {
  return values.map((value) => (value === null ? null : value * factor));
}

/** The next round number above: 1, 2 or 5 of something. */
export function ceiling(value: number): number {
  if (value <= 0) return 1;
  const ten = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((step) => step * ten >= value) ?? 10) * ten;
}

/** Lines within a square of one by one, top left is 0 0; a hole where nothing is known. */
export function lines(at: string[], values: Values, top: number): Point[][] {
  const end = Date.parse(at.at(-1) ?? '');
  const span = Math.max(end - Date.parse(at[0] ?? ''), LEAST_SPAN_MS);
  const found: Point[][] = [[]];
  values.forEach((value, place) => {
    if (value === null) {
      if (found.at(-1)?.length) found.push([]);
      return;
    }
    found.at(-1)?.push({ x: 1 - (end - Date.parse(at[place] ?? '')) / span, y: 1 - Math.min(1, value / top) });
  });
  return found.filter((line) => line.length > 0);
}

/** Five minutes a row, newest first; those in which nothing is known are left out. */
export function rows(at: string[], values: Values): Row[] {
  const slots = new Map<number, number[]>();
  values.forEach((value, place) => {
    if (value === null) return;
    const slot = Math.floor(Date.parse(at[place] ?? '') / FIVE_MINUTES_MS) * FIVE_MINUTES_MS;
    slots.set(slot, [...(slots.get(slot) ?? []), value]);
  });
  return [...slots].reverse().map(([slot, all]) => ({
    at: new Date(slot).toISOString(),
    low: Math.min(...all),
    mean: all.reduce((sum, value) => sum + value, 0) / all.length,
    high: Math.max(...all)
  }));
}
