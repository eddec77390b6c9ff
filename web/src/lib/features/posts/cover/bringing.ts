import type { Media } from '#lib/api/types.ts';
import { api } from '#lib/api/client.ts';
import { limits } from '#lib/app/limits.svelte.ts';
import * as tus from '#lib/features/media/tus.ts';

const LOOK_MS = 400;
const TRIES = 150;

/** Brings a photo and waits until it can be shown; its id. Throws what the server has against it. */
export async function bringPhoto(file: File, signal: AbortSignal): Promise<string> {
  const { upload_chunk_bytes } = await limits.ask();
  const key = crypto.randomUUID?.() ?? file.name;
  const part = { key, client_id: key, name: file.name, kind: 'photo' as const, bytes: file.size, url: null, media: null };
  let url = '';
  await tus.bring(part, file, upload_chunk_bytes, { url: (known) => (url = known), sent: () => undefined }, signal);
  const id = url.slice(url.lastIndexOf('/') + 1);
  await untilMade(id, signal);
  return id;
}

/** Until it can be shown, or never can. */
export async function untilMade(id: string, signal: AbortSignal): Promise<void> {
  for (let n = 0; n < TRIES; n += 1) {
    const now = await api.get<Media>(`/media/${id}`);
    if (now.state !== 'making') return;
    await new Promise((later) => setTimeout(later, LOOK_MS));
    signal.throwIfAborted();
  }
}
