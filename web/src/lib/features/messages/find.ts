import type { Conversation, ListedPerson, Person } from '#lib/api/types.ts';
import { shownName } from '#lib/features/order/nicknames.svelte.ts';
import { nameOf } from './lines.ts';

/** Without case and accents, so that 'jose' finds José. */
export function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Whether each word of the question begins a word of the name, or the handle. */
function answers(question: string, name: string, handle: string): boolean {
  const words = folded(name).split(/\s+/).concat(folded(handle));
  return folded(question).replace(/^@/, '').split(/\s+/).every((asked) => words.some((word) => word.startsWith(asked)));
}

/** Conversations by name and handle: instant, from what is loaded, in the order of the list. */
export function conversationsFor(question: string, heads: readonly Conversation[]): Conversation[] {
  const q = question.trim();
  if (q === '') return [];
  return heads.filter((head) => answers(q, `${nameOf(head) ?? ''} ${head.person?.display_name ?? ''}`, head.person?.handle ?? ''));
}

/** The people found who are not listed above already. Myself is nobody to write to. */
export function othersIn(found: readonly ListedPerson[], listed: readonly Conversation[], me: string): Person[] {
  const shown = new Set(listed.flatMap((head) => (head.person ? [head.person.id] : [])));
  return found.map(({ person }) => person).filter((person) => person.id !== me && !shown.has(person.id));
}

/** People by name and handle, in the order given. */
export function namesFor<T extends Pick<Person, 'id' | 'display_name' | 'handle'>>(question: string, people: readonly T[]): T[] {
  return people.filter((person) => answers(question.trim(), `${shownName(person)} ${person.display_name}`, person.handle));
}
