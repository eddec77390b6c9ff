import type { Conversation } from '#lib/api/types.ts';
import { connection } from '#lib/app/connection.svelte.ts';
import { sentence } from '#lib/app/problems.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { live } from '#lib/live/live.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { patchMine, type Keeping } from './calls.ts';
import { conversations } from './conversations.svelte.ts';

/** How a person keeps a conversation: pinned, muted, archived, marked as unread. Nobody else learns of it. */

export type Verb = 'pin' | 'unread' | 'mute' | 'archive';
export type Mute = '1h' | '8h' | '1w' | 'always';

const ALWAYS = '9999-12-31T23:59:59Z';
const HOUR_MS = 3_600_000;
const LASTS_MS = { '1h': HOUR_MS, '8h': 8 * HOUR_MS, '1w': 168 * HOUR_MS };

/** The keys of a row, which its menu shows. */
export const LETTERS: Record<Verb, string> = { pin: 'P', unread: 'U', mute: 'M', archive: 'E' };

/** In the order of the menu. What is put away has no place to be pinned to. */
export function verbsOf({ archived }: Conversation): Verb[] {
  return archived ? ['unread', 'mute', 'archive'] : ['pin', 'unread', 'mute', 'archive'];
}

/** Whether there is something in it to look at. */
export function waits({ unread, marked_unread }: Conversation): boolean {
  return unread > 0 || marked_unread;
}

/**
 * Shown at once; what is refused is as it was, with a sentence why. `undo` is the way back, offered for a while.
 * Without a network nothing is changed: it could overwrite later what another device has done meanwhile.
 */
async function keep(id: string, keeping: Keeping, said: string, undo?: Keeping): Promise<void> {
  if (connection.state === 'offline') return toasts.tell(m.inbox_keep_offline());
  const settled = conversations.assume(id, shownOf(keeping));
  if (undo) toasts.tell(said, { label: m.talk_undo(), act: () => keep(id, undo, m.inbox_undone()) });
  else toasts.tell(said);
  try {
    conversations.put([await patchMine(id, keeping)]);
  } catch (error) {
    toasts.tell(sentence(error));
  } finally {
    settled();
  }
}

function shownOf({ mute, ...shown }: Keeping): Partial<Conversation> {
  if (mute === undefined) return { ...shown };
  if (mute === 'off') return { ...shown, muted_until: null };
  return { ...shown, muted_until: mute === 'always' ? ALWAYS : new Date(Date.now() + LASTS_MS[mute]).toISOString() };
}

export function togglePin({ id, pinned }: Conversation): void {
  void keep(id, { pinned: !pinned }, pinned ? m.inbox_unpinned() : m.inbox_pinned(), { pinned });
}

/** Put away, it is not pinned either: the ten places are for what is at hand. */
export function toggleArchive({ id, archived, pinned, muted_until }: Conversation): void {
  const also = (pin: boolean): Keeping => (pinned ? { pinned: pin } : {});
  const said = archived ? m.inbox_unarchived() : muted_until ? m.order_archived_muted() : m.order_archived();
  void keep(id, { archived: !archived, ...also(false) }, said, { archived, ...also(true) });
}

export function mute({ id }: Conversation, mute: Mute): void {
  void keep(id, { mute }, m.inbox_muted(), { mute: 'off' });
}

/** How long was left of it cannot be given back. */
export function unmute({ id, muted_until }: Conversation): void {
  void keep(id, { mute: 'off' }, m.inbox_unmuted(), muted_until === ALWAYS ? { mute: 'always' } : undefined);
}

/** Read up to the end, which the others may see; or, once read, marked to be looked at again. */
export function toggleUnread(head: Conversation): void {
  const marked_unread = waits(head);
  if (head.unread > 0 && connection.state !== 'offline') {
    conversations.read(head.id, head.last_seq, head.last_n);
    live.marks.read(head.id, head.last_seq);
  }
  const said = marked_unread ? m.inbox_marked_read() : m.inbox_marked_unread();
  void keep(head.id, { marked_unread: !marked_unread }, said, { marked_unread });
}

/** Opened: what was marked to be looked at again is being looked at. */
export async function looked(id: string): Promise<void> {
  const settled = conversations.assume(id, { marked_unread: false });
  // Without an answer the mark stays until it is opened again.
  await patchMine(id, { marked_unread: false }).then((head) => conversations.put([head]), () => undefined);
  settled();
}
