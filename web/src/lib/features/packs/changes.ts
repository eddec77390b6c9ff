import { v7 } from 'uuid';
import { api, ApiError } from '#lib/api/client.ts';
import type { Media, Pack, Picture } from '#lib/api/types.ts';
import { limits } from '#lib/app/limits.svelte.ts';
import type { Place } from '#lib/features/media/places.ts';
import { bring } from '#lib/features/media/tus.ts';
import { m } from '#lib/paraglide/messages.js';
import { packs } from './packs.svelte.ts';
import { nameFor } from './pictures.ts';

const LOOK_MS = 400;
const one = (id: string) => `/packs/${encodeURIComponent(id)}`;
const by = (place: Place) => ({ conversation_id: place.conversation_id, seq: place.seq });

/** What is said of a picture in its pack. */
export type Wish = Pick<Picture, 'kind' | 'name' | 'emoji'> & { alt: string };

/** A pack as the message that shows a picture of it lets me see it. */
export const fetchShown = (id: string, place: Place) => api.get<Pack>(one(id), by(place));

/** Each throws what the form has to say. */
export async function make(title: string, room: string | null, client_id: string): Promise<Pack> {
  const made = await api.post<Pack>('/packs', { title, client_id, conversation_id: room });
  packs.put(made);
  return made;
}

export async function change(pack: Pack, wish: { title?: string; shared?: boolean; order?: string[] }): Promise<void> {
  packs.put(await api.patch<Pack>(one(pack.id), wish));
}

export async function remove(pack: Pack): Promise<void> {
  await api.delete(one(pack.id));
  packs.drop(pack);
}

export async function call(pack: Pack, media_id: string, wish: Wish): Promise<Pack> {
  const after = await api.put<Pack>(`${one(pack.id)}/pictures/${media_id}`, wish);
  packs.put(after);
  return after;
}

export async function takeOut(pack: Pack, media_id: string): Promise<void> {
  packs.put(await api.delete<Pack>(`${one(pack.id)}/pictures/${media_id}`));
}

export async function move(pack: Pack, media_id: string, step: -1 | 1): Promise<void> {
  const order = pack.pictures.map(({ item }) => item.media_id);
  const at = order.indexOf(media_id);
  const others = order.filter((other) => other !== media_id);
  await change(pack, { order: others.toSpliced(at + step, 0, media_id) });
}

export async function add(pack: Pack, { conversation_id, seq }: Place): Promise<void> {
  packs.put({ ...(await api.put<Pack>(`/me${one(pack.id)}?conversation_id=${encodeURIComponent(conversation_id)}&seq=${seq}`)) });
}

export async function leave(pack: Pack): Promise<void> {
  await api.delete(`/me${one(pack.id)}`);
  packs.drop(pack);
}

/** Brings a picture and puts it into the pack; a GIF that does not move is a sticker. */
export async function put(pack: Pack, file: File, kind: Picture['kind'], signal: AbortSignal): Promise<Pack> {
  const media = await brought(file, signal);
  const now = packs.of(pack.conversation_id)?.find(({ id }) => id === pack.id) ?? pack;
  const name = nameFor(file.name, new Set(now.pictures.map((picture) => picture.name)));
  return call(now, media.id, { kind: kind === 'gif' && media.duration_ms === null ? 'sticker' : kind, name, emoji: '', alt: '' });
}

async function brought(file: File, signal: AbortSignal): Promise<Media> {
  const key = v7();
  let url = '';
  const part = { key, client_id: key, name: file.name || 'picture', kind: 'sticker' as const, bytes: file.size, url: null, media: null };
  const { upload_chunk_bytes } = await limits.ask();
  await bring(part, file, upload_chunk_bytes, { url: (found) => (url = found), sent: () => undefined }, signal);
  const id = url.split('/').at(-1)!;
  for (;;) {
    const media = await api.get<Media>(`/media/${id}`, {}, signal);
    if (media.state === 'ready') return media;
    if (media.state === 'refused') throw refused(media);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

function refused({ reason }: Media): ApiError {
  const titles: Record<string, () => string> = { sticker_too_long: m.packs_too_long, sticker_too_large: m.packs_too_large };
  const title = (titles[reason ?? ''] ?? m.packs_not_a_picture)();
  return new ApiError({ type: 'about:blank', title, status: 400, code: reason ?? 'unknown' });
}
