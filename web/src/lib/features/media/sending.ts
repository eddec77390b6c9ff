import { drafts } from '#lib/features/messages/drafts.svelte.ts';
import { naming } from '#lib/features/messages/naming.ts';
import { saying } from '#lib/features/messages/saying.svelte.ts';
import { typing } from '#lib/features/messages/typing.svelte.ts';
import type { Body, MediaBody, SentWithMedia } from '#lib/api/types.ts';
import { asShown, NoRoom, sayMedia, type Part } from './outgoing.ts';
import { trays, type Tray } from './trays.svelte.ts';

/** Sends what is in the tray, with the field's text beside it. Where the device has no room, all is back as it was. */
export async function sendTray(room: string, text: string): Promise<boolean> {
  const about = saying.of(room);
  const mentions = naming.find(room, text);
  const tray = trays.take(room);
  drafts.set(room, '');
  saying.leave(room);
  typing.rested(room);
  const body: SentWithMedia = {
    type: 'media',
    items: tray.items.map(({ key, alt }) => ({ media_id: key, alt: alt.trim() })),
    text,
    mentions,
    view_once: tray.once,
    ...(about && { reply_to: about.message.seq })
  };
  const parts = tray.items.map(({ key, blob, name, as }): Part => ({ key, blob, name, ...(as && { kind: as }) }));
  try {
    await sayMedia(room, body, parts, measured(asShown(body, parts), tray));
    for (const { url } of tray.items) URL.revokeObjectURL(url);
    return true;
  } catch (error) {
    if (!(error instanceof NoRoom)) throw error;
    giveBack(room, text, tray);
    if (about) saying.reply(about.message);
    return false;
  }
}

function giveBack(room: string, text: string, { items, once }: Tray): void {
  const since = trays.of(room).items;
  trays.put(room, { items: [...items, ...since], once: once && since.length === 0 });
  drafts.set(room, [text, drafts.of(room)].filter(Boolean).join('\n'));
}

/** The bubble has the size of what is in it from the first moment on. */
function measured(body: Body, { items }: Tray): Body {
  if (body.type !== 'media') return body;
  const size = (item: MediaBody['items'][number]) => {
    const { kind = item.kind, width = null, height = null } = items.find(({ key }) => key === item.media_id) ?? {};
    return { ...item, kind, width, height };
  };
  return { ...body, items: body.items.map(size) };
}
