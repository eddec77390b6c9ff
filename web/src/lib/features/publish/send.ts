import { v7 } from 'uuid';
import type { Audience } from '#lib/api/types.ts';
import { trays } from '#lib/features/media/trays.svelte.ts';
import { drafting, ROOM } from './draft.svelte.ts';
import { publishing } from './publishing.svelte.ts';

/** What stands on the screen goes on its way, and the screen is free for the next. */
export function send(audience: Audience): void {
  const { kind, text, background, comments } = drafting.now;
  const tray = kind === 'text' ? [] : trays.take(ROOM).items;
  const files = tray.map(({ key, blob, name, alt }) => ({ key, blob, name, alt, url: null, media_id: null }));
  const client_id = v7();
  drafting.clear();
  void publishing.publish(client_id, { client_id, kind, text: text.trim(), background: kind === 'text' ? background : null, audience, comments }, files);
  for (const { url } of tray) URL.revokeObjectURL(url);
}

/** What could not be posted is written at again. */
export function giveBack(client_id: string): void {
  const job = publishing.take(client_id);
  if (!job) return;
  const { kind, text = '', background = null, audience = null, comments = 'everyone' } = job.request;
  drafting.set({ kind, text, background, audience, comments });
  const shown = kind === 'video' ? ('video' as const) : ('photo' as const);
  const items = job.files.map(({ key, blob, name, alt }) => ({ key, blob, name, alt, kind: shown, as: shown, url: URL.createObjectURL(blob), width: null, height: null }));
  if (items.length > 0) trays.put(ROOM, { items });
}
