import type { Conversation, Person } from '#lib/api/types.ts';
import { connection } from '#lib/app/connection.svelte.ts';
import { drafts } from '#lib/features/messages/drafts.svelte.ts';
import { change, say } from '#lib/features/messages/actions.ts';
import { naming } from '#lib/features/messages/naming.ts';
import { saying } from '#lib/features/messages/saying.svelte.ts';
import { typing } from '#lib/features/messages/typing.svelte.ts';
import { live } from '#lib/live/live.svelte.ts';
import type { SendEntry } from '#lib/live/outbox.ts';
import type { Card } from './address.ts';
import { findSent } from './calls.ts';

const WEEK_MS = 7 * 86_400_000;
const LOOK_MS = 100;

/** Somebody I can send to: by a conversation, or a friend with whom there is none yet. */
export type Target = { key: string; name: string; head: Conversation | undefined; person: Person | null };

/** Of those whom I may write to, whom I talk to most: much counts, and of late counts more; it halves each week. */
export function closest(heads: readonly Conversation[], now: number, most: number): Conversation[] {
  const often = ({ last_n, active_at }: Conversation) => Math.log1p(last_n) * 0.5 ** ((now - Date.parse(active_at)) / WEEK_MS);
  return heads
    .filter(({ state, sending }) => state === 'accepted' && sending === 'open')
    .toSorted((a, b) => often(b) - often(a))
    .slice(0, most);
}

/** A card leaves as every message does: kept on the device until it is on the server. */
export function share(conversation_id: string, card: Card, text = '', more: { reply_to?: number } = {}): SendEntry {
  const mentions = text === '' ? [] : naming.find(conversation_id, text);
  return say(conversation_id, { type: 'card', ...card, ...(text !== '' && { text }), ...(mentions.length > 0 && { mentions }), ...more });
}

/** What waits in the field of a conversation leaves, with the words beside it. */
export function sendAttached(room: string, text: string): boolean {
  const card = saying.card(room);
  const about = saying.of(room);
  if (card === null) return false;
  drafts.set(room, '');
  saying.attach(room, null);
  saying.leave(room);
  typing.rested(room);
  share(room, card, text, about ? { reply_to: about.message.seq } : {});
  return true;
}

/** Taken back: thrown out of the outbox where there is no network, else unsent as soon as it is there. */
export async function takeBack({ client_id, conversation_id, body }: SendEntry): Promise<void> {
  const waiting = () => live.entries.find((entry) => entry.client_id === client_id);
  while (waiting()) {
    if (connection.state !== 'good' || waiting()?.state === 'failed') return live.discard(client_id);
    await new Promise((done) => setTimeout(done, LOOK_MS));
  }
  const { seq } = await findSent(conversation_id, client_id, body);
  change(conversation_id, { type: 'unsend', seq });
}
