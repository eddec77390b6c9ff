import { v7 } from 'uuid';
import type { Audience } from '#lib/api/types.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { trays } from '#lib/features/media/trays.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { covers } from './cover/covers.svelte.ts';
import { drafting, ROOM } from './draft.svelte.ts';
import { publishing } from './leaving.ts';
import { peopleIn } from './people.svelte.ts';

/**
 * What stands on the screen goes on its way, and the screen is free for the next. `draft`: only to be kept.
 * Whether the device had room for it.
 */
export async function send(audience: Audience, draft = false): Promise<boolean> {
  const { kind, text, background, comments, download, at } = drafting.now;
  const tray = kind === 'text' ? [] : trays.of(ROOM).items;
  const files = tray.map(({ key, blob, name, alt, cut = null }) => ({ key, name, alt, cut, bytes: blob.size, url: null, media_id: null }));
  const client_id = v7();
  const when = draft ? { draft } : at !== null && { publish_at: at };
  const request = { client_id, kind, text: text.trim(), background: kind === 'text' ? background : null, audience, comments, download, ...when, ...covers.wish(tray[0]) };
  const people = peopleIn.of(files.map(({ key }) => key)).map(({ person: { handle }, key, x, y }) => ({ handle, key, x, y }));
  try {
    await publishing.publish({ client_id, request, files, people, at: Date.now(), problem: null }, tray.map(({ blob }) => blob));
  } catch {
    toasts.tell(m.media_no_room());
    return false;
  }
  trays.take(ROOM);
  drafting.clear();
  peopleIn.clear();
  for (const { url } of tray) URL.revokeObjectURL(url);
  return true;
}

/** What goes no further is written at again; what stood there before is kept as a draft. */
export async function giveBack(client_id: string): Promise<void> {
  const before = drafting.now;
  const written = before.text.trim() !== '' || trays.of(ROOM).items.length > 0;
  if (written && !(await send(before.audience ?? 'only_me', true))) return;
  const taken = await publishing.take(client_id);
  if (!taken) return;
  const { request, files } = taken.post;
  const { kind, text = '', background = null, audience = null, comments = 'everyone', download = false, publish_at: at = null } = request;
  drafting.set({ kind, text, background, audience, comments, download, at });
  const shown = kind === 'video' ? ('video' as const) : ('photo' as const);
  const items = files.map(({ key, name, alt, cut }, n) => {
    const blob = taken.blobs[n]!;
    return { key, blob, name, alt, cut, kind: shown, as: shown, url: URL.createObjectURL(blob), width: null, height: null };
  });
  if (items.length > 0) trays.put(ROOM, { items });
}
