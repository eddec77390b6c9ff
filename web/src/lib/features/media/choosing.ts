import { v7 } from 'uuid';
import { limits, type Sizes } from '#lib/app/limits.svelte.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { bytesWord } from './words.ts';
import { trays, type Chosen } from './trays.svelte.ts';

type Known = Pick<Sizes, 'upload_bytes' | 'media_items'>;

/** Drawn by browsers as they come; a GIF and a WebP may move, which their bytes say. */
const MAY_MOVE: ReadonlySet<string> = new Set(['image/gif', 'image/webp']);
const PHONES_PICTURE = /\.(heic|heif)$/i;

/** As what a file goes that was chosen as a picture or a video. */
export function sortOf({ type, name }: { type: string; name: string }): Pick<Chosen, 'kind' | 'as'> {
  if (MAY_MOVE.has(type)) return { kind: 'photo' };
  if ((type.startsWith('image/') && type !== 'image/svg+xml') || PHONES_PICTURE.test(name)) return { kind: 'photo', as: 'photo' };
  if (type.startsWith('video/')) return { kind: 'video', as: 'video' };
  return { kind: 'file', as: 'file' };
}

export type Refused = { why: 'empty' | 'large'; name: string };

/** Which of these can go, beside what is in the tray; and what cannot. */
export function fitting(files: readonly File[], there: number, sizes: Known): { fit: File[]; refused: Refused[]; over: number } {
  const refused: Refused[] = [];
  const fit: File[] = [];
  for (const file of files) {
    if (file.size === 0) refused.push({ why: 'empty', name: file.name });
    else if (file.size > sizes.upload_bytes) refused.push({ why: 'large', name: file.name });
    else fit.push(file);
  }
  const room = Math.max(0, sizes.media_items - there);
  return { fit: fit.slice(0, room), refused, over: Math.max(0, fit.length - room) };
}

/** Puts files beside what is to be sent next. `asFile`: byte for byte, whatever they are. What cannot go is said. */
export async function choose(room: string, files: readonly File[], asFile = false): Promise<void> {
  if (files.length === 0) return;
  const { sizes } = limits;
  const there = trays.of(room);
  const { fit, refused, over } = fitting(files, there.items.length, sizes);
  const items = [...there.items, ...fit.map((file) => chosen(file, asFile))];
  if (fit.length > 0) trays.put(room, { items, once: there.once && mayBeOnce(items) });
  const first = refused[0];
  if (first?.why === 'large') toasts.tell(m.media_too_large({ name: first.name, most: bytesWord(sizes.upload_bytes) }));
  else if (first) toasts.tell(m.media_failed_empty({ name: first.name }));
  else if (over > 0) toasts.tell(m.media_too_many({ most: sizes.media_items }));
}

function chosen(file: File, asFile: boolean): Chosen {
  const sort = asFile ? ({ kind: 'file', as: 'file' } as const) : sortOf(file);
  return { key: v7(), blob: file, name: file.name || 'file', url: URL.createObjectURL(file), alt: '', width: null, height: null, ...sort };
}

/** One photo or video alone can be shown once. */
export function mayBeOnce(items: readonly Chosen[]): boolean {
  return items.length === 1 && items[0]!.kind !== 'file';
}

export function change(room: string, key: string, changes: Partial<Chosen>): void {
  trays.put(room, { items: trays.of(room).items.map((item) => (item.key === key ? { ...item, ...changes } : item)) });
}

export function move(room: string, key: string, to: number): void {
  const { items } = trays.of(room);
  const item = items.find((one) => one.key === key);
  if (!item || to < 0 || to >= items.length) return;
  trays.put(room, { items: items.filter((one) => one !== item).toSpliced(to, 0, item) });
}

export function remove(room: string, key: string): void {
  const { items, once } = trays.of(room);
  const gone = items.find((item) => item.key === key);
  if (gone) URL.revokeObjectURL(gone.url);
  const left = items.filter((item) => item !== gone);
  trays.put(room, { items: left, once: once && mayBeOnce(left) });
}
