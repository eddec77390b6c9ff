import { v7 } from 'uuid';
import type { Body, Conversation, Mention, PackEmoji, Scheduled, Sent, Wish } from '#lib/api/types.ts';
import { aside } from '#lib/app/aside.svelte.ts';
import { sentence } from '#lib/app/problems.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { live } from '#lib/live/live.svelte.ts';
import type { Entry, SendEntry } from '#lib/live/outbox.ts';
import { m } from '#lib/paraglide/messages.js';
import { putAcceptance, putBlock } from './calls.ts';
import { conversations } from './conversations.svelte.ts';
import { drafts } from './drafts.svelte.ts';
import { naming, picturing } from './naming.ts';
import { typing } from './typing.svelte.ts';


let latest = 0;
/** Milliseconds that never stand still or go back, so that two fast messages keep their order. */
function moment(): number {
  latest = Math.max(latest + 1, Date.now());
  return latest;
}

/** The bubble is there before the network is asked. What is refused comes back as 'Not sent', with the way to retry. */
export function send(conversation_id: string, text: string, more: { reply_to?: number; mentions?: Mention[] } = {}): SendEntry {
  drafts.set(conversation_id, '');
  typing.rested(conversation_id);
  const mentions = more.mentions ?? naming.find(conversation_id, text);
  const said = { type: 'text' as const, text, ...more, ...(mentions.length > 0 && { mentions }) };
  const emoji = picturing.find(conversation_id, text);
  return emoji.length === 0 ? say(conversation_id, said) : say(conversation_id, { ...said, emoji: emoji.map(named) }, { ...said, emoji });
}

/** Says anything. `shown`: what stands in the bubble meanwhile, where that is not what is sent. */
export function say(conversation_id: string, body: Sent, shown?: Body): SendEntry {
  const entry: SendEntry = { ...leaving(conversation_id), body, ...(shown && { shown }) };
  void live.queue(entry);
  return entry;
}

/** What is to become of a message is shown at once, and undone with a word where the server refuses it. */
export function change(conversation_id: string, wish: Wish): void {
  void live.queue({ ...leaving(conversation_id), change: wish });
}

/** What was put down for later leaves now, as the message that it would have become. */
export function sendLaterNow({ client_id, conversation_id, body }: Scheduled): void {
  void live.queue({ ...leaving(conversation_id), client_id, body: anew(body), shown: body });
}

/** As it is sent: files and pictures by their ids alone. */
function anew(body: Scheduled['body']): Sent {
  if (body.type === 'voice' || body.type === 'video_note') return { type: body.type, media_id: body.item.media_id, view_once: body.view_once ?? false };
  if (body.type === 'sticker') return { type: 'sticker', pack_id: body.pack_id, media_id: body.item.media_id };
  if (body.type === 'text') return { ...body, emoji: (body.emoji ?? []).map(named) };
  if (body.type !== 'media') return body;
  const { forwarded: _, items, ...said } = body;
  return { ...said, items: items.map(({ media_id, alt = '' }) => ({ media_id, alt })) };
}

const named = ({ pack_id, item }: PackEmoji) => ({ pack_id, media_id: item.media_id });

/** What every message begins as. */
export function leaving(conversation_id: string): Omit<SendEntry, 'body'> {
  return { client_id: v7(), conversation_id, at: moment(), state: 'pending', problem: null };
}

/** Tries everything again that failed in this conversation, in its order: one refused message holds the others. */
export function retry(conversation_id: string): void {
  const failed = live.entries.filter((entry) => entry.conversation_id === conversation_id && entry.state === 'failed');
  for (const entry of failed) void live.queue({ ...entry, at: moment(), state: 'pending', problem: null });
}

/** Throws a failed message away; the notice offers to take that back. */
export function discard(entry: Entry): void {
  live.discard(entry.client_id);
  toasts.tell(m.thread_discarded(), { label: m.talk_undo(), act: () => live.queue(entry) });
}

/** Answered here, and not yet known to the server: until then nothing may be marked as read. */
const deciding = new Set<string>();

/** They may both write from now on, and who it is is said. */
export async function accept({ id }: Conversation): Promise<void> {
  deciding.add(id);
  const settled = conversations.assume(id, { state: 'accepted', sending: 'open' });
  try {
    const decided = await putAcceptance(id, true);
    deciding.delete(id);
    conversations.put([decided]);
  } catch (error) {
    toasts.tell(sentence(error));
  } finally {
    deciding.delete(id);
    settled();
  }
}

/** Looks to the sender exactly as waiting does. */
export function ignore({ id }: Conversation): void {
  aside.put(id, m.inbox_ignored(), async () => conversations.put([await putAcceptance(id, false)]));
}

/** They can neither write nor find me. */
export function block({ id }: Conversation): void {
  aside.put(id, m.request_blocked(), async () => {
    await putBlock(id);
    conversations.drop(id);
  });
}

/** Everything up to `seq` has been on the screen. */
export function markRead(head: Conversation, seq: number): void {
  if (seq <= head.read_seq || head.state === 'request' || head.state === 'ignored' || deciding.has(head.id)) return;
  const read_n = seq >= head.last_seq ? head.last_n : head.read_n;
  conversations.read(head.id, seq, read_n);
  live.marks.read(head.id, seq);
}
