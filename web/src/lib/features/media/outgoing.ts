import type { Body, MediaItem, SentWithMedia } from '#lib/api/types.ts';
import { session } from '#lib/app/session.svelte.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { leaving } from '#lib/features/messages/actions.ts';
import { live } from '#lib/live/live.svelte.ts';
import type { SendEntry } from '#lib/live/outbox.ts';
import type { KeptPart } from '#lib/live/parts.ts';
import { m } from '#lib/paraglide/messages.js';
import { local } from './local.svelte.ts';
import { progress } from './progress.svelte.ts';

/** A file to be sent. `kind`: as what; without one it is what its bytes are. */
export interface Part {
  /** A UUID of this client's: it stands for the file in the body. */
  key: string;
  blob: Blob;
  name: string;
  kind?: MediaItem['kind'];
}

/** The device could not keep the files: nothing is sent, and whoever has them still has them. The person was told. */
export class NoRoom extends Error {
  override name = 'NoRoom';
}

/**
 * Says something with files. In `body` every `media_id` is a part's key. Resolves once all of it is on this device and
 * on the screen: from then on it gets to the server by itself, in its place among what is said there, also after a reload.
 * Throws NoRoom. `shown`: what stands in the bubble meanwhile.
 */
export async function sayMedia(conversation_id: string, body: SentWithMedia, parts: readonly Part[], shown: Body = asShown(body, parts)): Promise<void> {
  const entry: SendEntry = { ...leaving(conversation_id), body, shown, parts: Object.fromEntries(parts.map(({ key }) => [key, null])) };
  const shelf = await live.shelf;
  try {
    // What this page alone holds, another tab cannot bring.
    if (!shelf || (!shelf.lasts && !live.leading)) throw new NoRoom();
    await shelf.keepWith(entry, parts.map((part) => keptPart(part, entry.client_id)), parts.map(({ blob }) => blob));
  } catch (cause) {
    toasts.tell(m.media_no_room());
    throw new NoRoom('no room', { cause });
  }
  for (const { key, blob } of parts) local.hold(key, blob);
  if (session.me) progress.listen(session.me.id);
  await live.queue(entry);
}

function keptPart({ key, name, kind, blob }: Part, client_id: string): KeptPart {
  return { key, client_id, name, kind: kind ?? null, bytes: blob.size, url: null, media: null };
}

/** The body with what is known of the files here. */
export function asShown(body: SentWithMedia, parts: readonly Part[]): Body {
  const item = (key: string, alt = ''): MediaItem => {
    const { name, blob, kind } = parts.find((part) => part.key === key)!;
    return { media_id: key, kind: kind ?? kindOf(blob), name, bytes: blob.size, alt };
  };
  if (body.type === 'media') return { ...body, items: body.items.map(({ media_id, alt }) => item(media_id, alt)) };
  const { media_id, ...said } = body;
  return { ...said, item: item(media_id) };
}

export function kindOf({ type }: Blob): 'photo' | 'video' | 'file' {
  if (type.startsWith('image/') && type !== 'image/svg+xml') return 'photo';
  return type.startsWith('video/') ? 'video' : 'file';
}

const without = <Item extends { media_id: string }>(items: readonly Item[], key: string) => items.filter(({ media_id }) => media_id !== key);

/** The message without one of its files: null where nothing would be left to say. */
export function withoutPart(entry: SendEntry, key: string): SendEntry | null {
  const { body, shown, parts = {} } = entry;
  if (body.type !== 'media') return null;
  const { [key]: _, ...others } = parts;
  const left = { ...entry, state: 'pending' as const, problem: null, parts: others };
  const items = without(body.items, key);
  const { text = '', mentions = [], reply_to = null } = body;
  if (items.length > 0) {
    return { ...left, body: { ...body, items }, ...(shown?.type === 'media' && { shown: { ...shown, items: without(shown.items, key) } }) };
  }
  if (text === '') return null;
  const { shown: __, parts: ___, ...said } = left;
  return { ...said, body: { type: 'text', text, mentions, reply_to } };
}

/** Leaves one file out of a message that is not sent yet; the whole message where it was the last thing in it. */
export function leaveOut(entry: SendEntry, key: string): void {
  const left = withoutPart(entry, key);
  if (left) void live.queue(left);
  else live.discard(entry.client_id);
}
