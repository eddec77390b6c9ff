import { limits } from '#lib/app/limits.svelte.ts';
import type { Cut } from '#lib/live/parts.ts';

/** As the server has them. */
export const leastMs = () => limits.sizes.cut_min_ms;
export const mostMs = () => limits.sizes.post_video_long_s * 1_000;

/** Which of the lengths of videos one has; null: longer than any may be. */
export function lengthOf(ms: number): 'short' | 'middle' | 'long' | null {
  return (['short', 'middle', 'long'] as const).find((name) => ms <= limits.sizes[`post_video_${name}_s`] * 1_000) ?? null;
}

/** Where one end goes that is wanted at `to`: inside the video, and never nearer to the other than may be. */
export function moved(cut: Cut, end: keyof Cut, to: number, whole_ms: number): Cut {
  const at = Math.round(Math.min(whole_ms, Math.max(0, to)));
  if (end === 'start_ms') return { ...cut, start_ms: Math.max(0, Math.min(at, cut.end_ms - leastMs())) };
  return { ...cut, end_ms: Math.min(whole_ms, Math.max(at, cut.start_ms + leastMs())) };
}

/** A video that is longer than any may be is cut to what may be, from its beginning. */
export const first = (whole_ms: number): Cut => ({ start_ms: 0, end_ms: Math.min(whole_ms, mostMs()) });

export const isWhole = ({ start_ms, end_ms }: Cut, whole_ms: number): boolean => start_ms <= 0 && end_ms >= whole_ms;

/** '1:02.5' */
export function timeWord(ms: number): string {
  const tenths = Math.round(ms / 100);
  const [minutes, rest] = [Math.floor(tenths / 600), tenths % 600];
  return `${minutes}:${String(Math.floor(rest / 10)).padStart(2, '0')}.${rest % 10}`;
}

/** What somebody typed: '1:02.5', '62,5', '62'. Null: no time. */
export function timeOf(typed: string): number | null {
  const found = /^(?:(\d{1,3}):)?(\d{1,4})(?:[.,](\d{1,3}))?$/.exec(typed.trim());
  if (!found || (found[1] !== undefined && Number(found[2]) > 59)) return null;
  return Number(found[1] ?? 0) * 60_000 + Number(found[2]) * 1_000 + Number((found[3] ?? '').padEnd(3, '0'));
}
