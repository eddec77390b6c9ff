import { i18n } from './i18n.svelte.ts';

/** The language as it is spoken where the reader lives: 14:32 in London, 2:32 PM in Boston. */
export function region(): string {
  return navigator.languages.find((tag) => tag.split('-')[0] === i18n.locale) ?? i18n.locale;
}

/** 214, 40.2K, in the words of the language. */
export function shortCount(count: number): string {
  return new Intl.NumberFormat(i18n.locale, { notation: 'compact', maximumFractionDigits: 1 }).format(count);
}

/** 21 November 2026 */
export function longDate(when: string): string {
  return new Intl.DateTimeFormat(region(), { dateStyle: 'long' }).format(new Date(when));
}

/** 14:36 */
export function clock(when: string): string {
  return new Intl.DateTimeFormat(region(), { hour: 'numeric', minute: '2-digit' }).format(new Date(when));
}

/** 21 Nov, 14:36 */
export function dayAndTime(when: string): string {
  return new Intl.DateTimeFormat(region(), { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }).format(
    new Date(when)
  );
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60]
];

/** '3 days ago', 'now'; `now` in milliseconds. */
export function ago(when: string, now: number = Date.now()): string {
  const seconds = Math.round((now - Date.parse(when)) / 1000);
  const words = new Intl.RelativeTimeFormat(i18n.locale, { numeric: 'auto' });
  for (const [unit, length] of STEPS) {
    if (seconds >= length) return words.format(-Math.floor(seconds / length), unit);
  }
  return words.format(0, 'second');
}

const LENGTHS: [Intl.NumberFormatOptions['unit'] & string, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60]
];

/** '7 days', '1 hour', of seconds: in the largest unit that they fill. */
export function lasting(seconds: number): string {
  const [unit, length] = LENGTHS.find(([, size]) => seconds >= size && seconds % size === 0) ?? ['second', 1];
  return new Intl.NumberFormat(i18n.locale, { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / length);
}

/** 'Fatou, Gil and Dana' */
export function listed(names: string[]): string {
  return new Intl.ListFormat(region(), { type: 'conjunction' }).format(names);
}

/** '3:12', '1:02:07', of seconds. */
export function timeOf(seconds: number): string {
  const pad = (part: number) => String(part).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(Math.floor(seconds % 60))}` : `${minutes}:${pad(Math.floor(seconds % 60))}`;
}
