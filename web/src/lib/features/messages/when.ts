import { region } from '#lib/app/format.ts';
import { i18n } from '#lib/app/i18n.svelte.ts';
import { daysBetween } from './days.ts';

const made = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs a hundred times what using it costs, and a list uses it for every row. */
function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = i18n.locale + JSON.stringify(options);
  let found = made.get(key);
  if (found === undefined) made.set(key, (found = new Intl.DateTimeFormat(region(), options)));
  return found;
}

/** 14:32 or 2:32 PM; no zero before an hour that is written without one. */
export function clock(at: string | number): string {
  return format({ timeStyle: 'short' }).format(new Date(at));
}

/** For a row of the inbox: 14:32 today, Fri this week, 3 Oct this year, 3/10/2025 before. */
export function short(at: string | number, now: Date = new Date()): string {
  const date = new Date(at);
  const days = daysBetween(date, now);
  if (days <= 0) return clock(at);
  if (days < 7) return format({ weekday: 'short' }).format(date);
  if (date.getFullYear() === now.getFullYear()) return format({ day: 'numeric', month: 'short' }).format(date);
  return format({ dateStyle: 'short' }).format(date);
}

/** For the line between two days. Today and yesterday have words of their own. */
export function dayName(at: string, now: Date = new Date()): { today: boolean; yesterday: boolean; date: string; plain: string } {
  const date = new Date(at);
  const days = daysBetween(date, now);
  const year = date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' as const };
  return {
    today: days === 0,
    yesterday: days === 1,
    date: format({ weekday: 'long', day: 'numeric', month: 'long', ...year }).format(date),
    plain: format({ day: 'numeric', month: 'long', ...year }).format(date)
  };
}

/** March, or March 2024 where it is not this year's. */
export function monthName(at: string, now: Date = new Date()): string {
  const date = new Date(at);
  return format({ month: 'long', ...(date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }) }).format(date);
}

/** Friday 20 November 2026, 14:32: the whole of it, for whoever asks. */
export function exactly(at: string): string {
  return format({ dateStyle: 'full', timeStyle: 'short' }).format(new Date(at));
}

/** Fri 27 Nov, 09:00 */
export function dayAndClock(at: string | Date): string {
  return format({ weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }).format(new Date(at));
}

/** 14:20 · yesterday, 14:20 · Fri, 14:20 · 3 October */
export function seenAt(at: string, now: Date = new Date()): string {
  const date = new Date(at);
  const days = daysBetween(date, now);
  if (days <= 0) return clock(at);
  const [yesterday] = new Intl.RelativeTimeFormat(i18n.locale, { numeric: 'auto' }).formatToParts(-1, 'day');
  if (days === 1) return `${yesterday!.value}, ${clock(at)}`;
  if (days < 7) return `${format({ weekday: 'long' }).format(date)}, ${clock(at)}`;
  return format({ day: 'numeric', month: 'long', year: date.getFullYear() === now.getFullYear() ? undefined : 'numeric' }).format(date);
}
