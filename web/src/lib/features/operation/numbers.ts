import { i18n } from '#lib/app/i18n.svelte.ts';

function unit(value: number, name: string, digits: number): string {
  return new Intl.NumberFormat(i18n.locale, { style: 'unit', unit: name, maximumFractionDigits: digits }).format(value);
}

const TIMES: [number, string][] = [
  [2 * 86_400, 'day'],
  [2 * 3_600, 'hour'],
  [2 * 60, 'minute'],
  [1, 'second']
];
const SECONDS: Record<string, number> = { day: 86_400, hour: 3_600, minute: 60, second: 1 };

/** 3 ms, 1.4 sec, 12 min, 5 hr, 3 days: as much as helps. */
export function duration(seconds: number): string {
  const [, name] = TIMES.find(([least]) => seconds >= least) ?? [0, ''];
  if (!name) return unit(seconds * 1000, 'millisecond', seconds < 0.01 ? 1 : 0);
  const value = seconds / (SECONDS[name] ?? 1);
  return unit(value, name, value < 10 && name === 'second' ? 1 : 0);
}

/** 84 MB, 1.2 GB */
export function size(bytes: number): string {
  const [least, name] = ([[1e12, 'terabyte'], [1e9, 'gigabyte'], [1e6, 'megabyte']] as const).find(([least]) => bytes >= least) ?? [
    1e6,
    'megabyte'
  ];
  return unit(bytes / least, name, bytes / least < 10 ? 1 : 0);
}

/** 0, 0.4, 12, 3,400 */
export function count(value: number): string {
  return new Intl.NumberFormat(i18n.locale, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}
