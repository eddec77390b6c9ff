import type { Message } from '#lib/api/types.ts';
import { conversations } from '#lib/features/messages/conversations.svelte.ts';

const asked = new Set<string>();

/** With the second one's first message a day is counted, which no event tells: the server is asked once for each of the two. */
export function mayCount({ conversation_id, sender, sent_at }: Message): void {
  if (conversations.get(conversation_id)?.streak?.state !== 'on') return;
  const key = `${conversation_id} ${sender} ${sent_at.slice(0, 10)}`;
  if (asked.has(key)) return;
  asked.add(key);
  void conversations.refetch(conversation_id).catch(() => undefined);
}
