import type { Message } from '#lib/api/types.ts';
import { conversations } from '#lib/features/messages/conversations.svelte.ts';

const asked = new Set<string>();

/** With the second one's first message a day is counted, which no event tells: the server is asked once for each of the two. */
export function mayCount({ conversation_id, sender, sent_at }: Message): void {
  askOnce(conversation_id, `${sender} ${sent_at.slice(0, 10)}`);
}

/** What is over, nobody tells: who looks at it asks once a day. */
export function mayBeOver(conversation_id: string): void {
  askOnce(conversation_id, new Date().toISOString().slice(0, 10));
}

function askOnce(conversation_id: string, when: string): void {
  const key = `${conversation_id} ${when}`;
  if (asked.has(key) || conversations.get(conversation_id)?.streak?.state !== 'on') return;
  asked.add(key);
  void conversations.refetch(conversation_id).catch(() => asked.delete(key));
}
