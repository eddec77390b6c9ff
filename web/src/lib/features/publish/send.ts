import { v7 } from 'uuid';
import type { Audience } from '#lib/api/types.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { trays } from '#lib/features/media/trays.svelte.ts';
import type { KeptPost } from '#lib/live/posting.ts';
import { m } from '#lib/paraglide/messages.js';
import { asFile, covers } from './cover/covers.svelte.ts';
import { drafting, ROOM } from './draft.svelte.ts';
import { publishing } from './leaving.ts';
import { peopleIn } from './people.svelte.ts';
import { writing } from './writing.svelte.ts';

/**
 * What stands on the screen goes on its way, and the screen is free for the next. `draft`: only to be kept.
 * Whether the device had room for it, and no other tab has it by now.
 */
export async function send(audience: Audience, draft = false): Promise<boolean> {
  const { kind, text, background, comments, download, at, link_preview } = drafting.now;
  const tray = kind === 'text' ? [] : trays.of(ROOM).items;
  const files = tray.map(({ key, blob, name, alt, cut = null }) => ({ key, name, alt, cut, bytes: blob.size, url: null, media_id: null }));
  const picture = kind === 'video' ? covers.picture(tray[0]) : null;
  const client_id = v7();
  const when = draft ? { draft } : at !== null && { publish_at: at };
  const text_only = { background: kind === 'text' ? background : null, link_preview };
  const request = { client_id, kind, text: text.trim(), ...text_only, audience, comments, download, ...when, ...covers.wish(tray[0]) };
  const people = peopleIn.kept(files.map(({ key }) => key));
  const post = { client_id, request, files: picture ? [...files, asFile(picture)] : files, people, at: Date.now(), problem: null };
  try {
    return await writing.alone(async () => {
      drafting.set({ leaving: client_id });
      await publishing.publish(post, new Map([...tray, ...(picture ? [picture] : [])].map(({ key, blob }) => [key, blob])));
      writing.gone();
      writing.discard();
    });
  } catch {
    drafting.set({ leaving: null });
    toasts.tell(m.media_no_room());
    return false;
  }
}

/** What goes no further is written at again; what stood there before is kept as a draft. */
export async function giveBack(client_id: string): Promise<void> {
  if (!(await makeRoom())) return;
  const taken = await publishing.take(client_id);
  if (!taken) return;
  layOut(taken);
  writing.save();
}

/** What was on its way stands on the screen, as it was sent. */
export function layOut({ post: { request, files, people = [] }, blobs }: { post: KeptPost; blobs: Blob[] }): void {
  const { kind, text = '', background = null, audience = null, comments = 'everyone', download = false, publish_at: at = null, link_preview = true, cover } = request;
  drafting.lay({ kind, text, background, audience, comments, download, at, link_preview });
  const shown = kind === 'video' ? ('video' as const) : ('photo' as const);
  const items = files.flatMap(({ key, name, alt, cut, cover }, n) => {
    const blob = blobs[n]!;
    return cover ? [] : { key, blob, name, alt, cut, kind: shown, as: shown, url: URL.createObjectURL(blob), width: null, height: null };
  });
  if (items.length > 0) trays.put(ROOM, { items });
  peopleIn.all = people.flatMap(({ key, person, x, y }) => (person ? [{ key, person, x, y }] : []));
  const own = files.findIndex((file) => file.cover);
  if (items[0] && own >= 0) covers.bring(items[0], blobs[own]!, files[own]!.name);
  else if (items[0] && cover?.at_ms != null) covers.choose(items[0], cover.at_ms);
}

/** Whether something else can be written now: what stood there is kept as a draft, also what another tab had. */
export async function makeRoom(): Promise<boolean> {
  if (!(await writing.enter(true))) return false;
  const { kind, text, audience } = drafting.now;
  const written = kind === 'text' ? text.trim() !== '' : trays.of(ROOM).items.length > 0;
  return !written || send(audience ?? 'only_me', true);
}
