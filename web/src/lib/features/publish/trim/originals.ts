import { session } from '#lib/app/session.svelte.ts';
import { change } from '#lib/features/media/choosing.ts';
import type { Chosen } from '#lib/features/media/trays.svelte.ts';
import type { Cut } from '#lib/live/parts.ts';
import { isWhole } from './range.ts';

/** A video as it was chosen: as long as it is being written with, what was cut off can be had again. */
export type Original = { blob: Blob; name: string; duration_ms: number; cut: Cut; media_id?: string | undefined };
export const originals = new Map<string, Original>();
session.onSignOut(() => originals.clear());

export const originalOf = ({ key }: Chosen): Original | undefined => originals.get(key);

/** What is posted of it from now on. `part`: the stretch alone; without it the server cuts. */
export function keepStretch(room: string, item: Chosen, original: Original, part: Blob | null): void {
  const { key } = item;
  const { blob, name, cut, duration_ms, media_id } = original;
  const whole = isWhole(cut, duration_ms);
  originals.set(key, original);
  const now = whole || !part ? { blob, name } : { blob: part, name: `${name.replace(/\.[^.]*$/, '')}.mp4` };
  URL.revokeObjectURL(item.url);
  change(room, key, { ...now, media_id: whole ? media_id : undefined, url: URL.createObjectURL(now.blob), cut: whole || part ? null : cut, duration_ms: cut.end_ms - cut.start_ms });
}
