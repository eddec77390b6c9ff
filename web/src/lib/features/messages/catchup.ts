import type { Conversation } from '#lib/api/types.ts';
import { connection } from '#lib/app/connection.svelte.ts';
import { live } from '#lib/live/live.svelte.ts';
import { Sync } from '#lib/live/sync.ts';
import { fetchSync } from './calls.ts';
import { conversations } from './conversations.svelte.ts';
import { invitations } from './invitations.svelte.ts';
import { messages } from './messages.svelte.ts';

/** Tells the others that their messages have arrived on this device. */
export function acknowledge(heads: readonly Conversation[]): void {
  for (const head of heads) {
    const theirs = head.last_message !== null && head.last_message.sender !== conversations.me;
    if (theirs && head.unread > 0 && head.state === 'accepted') live.delivered(head.id, head.last_seq);
  }
}

async function apply(heads: readonly Conversation[]): Promise<void> {
  conversations.put(heads);
  acknowledge(heads);
  await Promise.all(heads.map((head) => messages.held(head.id)?.catchUp(head.last_seq)));
}

/** The inbox anew, and the pages of the threads that are held. */
async function baseline(): Promise<void> {
  await conversations.load('conversations');
  acknowledge(conversations.inbox);
  for (const tab of ['requests', 'archived'] as const) {
    if (conversations.state[tab] === 'ready') await conversations.load(tab);
  }
  if (invitations.state === 'ready') await invitations.load();
  await Promise.all(messages.all().map((thread) => (thread.state === 'idle' ? undefined : thread.load())));
}

export const sync = new Sync({
  fetch: fetchSync,
  baseline,
  apply,
  healthy: (well) => (well ? connection.reached() : connection.lost())
});
