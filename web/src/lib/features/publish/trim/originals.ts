import { session } from '#lib/app/session.svelte.ts';
import { change } from '#lib/features/media/choosing.ts';
import type { Chosen } from '#lib/features/media/trays.svelte.ts';
import type { Cut } from '#lib/live/parts.ts';
import { ROOM } from '../draft.svelte.ts';
import { isWhole } from './range.ts';

/** A video as it was chosen, for as long as the page lasts: what was cut off can be had again. */
export type Original = { blob: Blob; name: string; duration_ms: number; cut: Cut };
const kept = new Map<string, Original>();
session.onSignOut(() => kept.clear());

export const originalOf = ({ key }: Chosen): Original | undefined => kept.get(key);

/** What is posted of it from now on. `part`: the stretch alone; without it the server cuts. */
export function keepStretch(item: Chosen, original: Original, part: Blob | null): void {
  const { key } = item;
  const { blob, name, cut, duration_ms } = original;
  const whole = isWhole(cut, duration_ms);
  kept.set(key, original);
  const now = whole || !part ? { blob, name } : { blob: part, name: `${name.replace(/\.[^.]*$/, '')}.mp4` };
  URL.revokeObjectURL(item.url);
  change(ROOM, key, { ...now, url: URL.createObjectURL(now.blob), cut: whole || part ? null : cut, duration_ms: cut.end_ms - cut.start_ms });
}
