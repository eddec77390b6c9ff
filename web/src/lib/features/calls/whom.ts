import type { Person } from '#lib/api/types.ts';
import { conversations } from '#lib/features/messages/conversations.svelte.ts';
import { shownName } from '#lib/features/order/nicknames.svelte.ts';
import { m } from '#lib/paraglide/messages.js';

/** Who the other of a call is, as far as this client knows. */
export function whom(conversation_id: string): { name: string; picture: Person['avatar'] } {
  const person = conversations.get(conversation_id)?.person;
  return person ? { name: shownName(person), picture: person.avatar } : { name: m.calls_somebody(), picture: null };
}
