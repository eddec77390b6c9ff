import { m } from '#lib/paraglide/messages.js';
import { persons } from './persons.svelte.ts';
import { callingName } from './system.ts';
import { typing } from './typing.svelte.ts';

/** What somebody of this conversation is called; null while that is not known yet. */
export function called(conversation_id: string, account_id: string): string | null {
  const person = persons.of(conversation_id, account_id);
  return person === undefined ? null : person === null ? m.talk_gone_person() : callingName(person);
}

/** 'Ben is typing', 'Ben is recording', 'Ben and 2 others are typing'; null while a name is missing. */
export function typingWords(conversation_id: string, who: readonly string[]): string | null {
  const [name, other] = who.slice(0, 2).map((id) => called(conversation_id, id));
  if (!name || other === null) return null;
  if (other === undefined) return typing.records(conversation_id, who[0]) ? m.manners_recording({ name }) : m.thread_typing({ name });
  return who.length === 2 ? m.group_typing_two({ name, other }) : m.group_typing_more({ name, count: who.length - 1 });
}
