const MINUTE_MS = 60_000;
const YEAR_MS = 366 * 86_400_000;
const MORNING_H = 9;
const MONDAY = 1;

/** Times that people mean by 'later', each later than now. */
export function presets(now: Date): { hour: Date; tomorrow: Date; monday: Date } {
  const morning = (days: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING_H);
  const days = (MONDAY - now.getDay() + 7) % 7 || 7;
  return { hour: new Date(now.getTime() + 60 * MINUTE_MS), tomorrow: morning(1), monday: morning(days) };
}

/** Whether the server takes it: a minute ahead, and within a year. A little more than that, for the way there. */
export function possible(at: Date, now: Date): boolean {
  const ahead = at.getTime() - now.getTime();
  return ahead >= MINUTE_MS + 5_000 && ahead <= YEAR_MS;
}

/** For a field that chooses day and time: 2026-11-27T09:00, by the viewer's own clock. */
export function forField(at: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
