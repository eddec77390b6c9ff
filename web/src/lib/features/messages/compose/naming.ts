import type { Mention, Person } from '#lib/api/types.ts';
import { limits } from '#lib/app/limits.svelte.ts';
import { nicknames } from '#lib/features/order/nicknames.svelte.ts';

/** Whom an @ can mean; `account_id` null: everybody. `words`: all that they may be called by, the first where they are chosen. `mine`: what I call them; it finds them, and is never written. */
export type Candidate = { account_id: string | null; person: Person | null; words: readonly string[]; mine?: string | undefined };

const LONGEST_MENTION = 200;
const MOST_SHOWN = 6;
const ENDS = /^$|[^\p{L}\p{N}_]/u;
const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();

export function candidateOf(person: Person): Candidate {
  const fits = [...person.display_name].length < LONGEST_MENTION;
  return { account_id: person.id, person, mine: nicknames.of(person.id), words: fits ? [person.display_name, person.handle] : [person.handle] };
}

/** What stands behind the @ before the caret, and where that @ is (in halves of characters, as the field counts). */
export function asked(text: string, caret: number): { at: number; typed: string } | null {
  const before = text.slice(0, caret);
  const at = before.lastIndexOf('@');
  if (at === -1 || /[\p{L}\p{N}_.]$/u.test(before.slice(0, at))) return null;
  const typed = before.slice(at + 1);
  return typed.length > 60 || /\n|\s{2}|^\s/.test(typed) ? null : { at, typed };
}

/** Those whose name, a word of it, or handle begins as typed. */
export function matching(candidates: readonly Candidate[], typed: string): Candidate[] {
  const wanted = folded(typed);
  const fits = (word: string) => folded(word).startsWith(wanted) || folded(word).split(/\s+/).some((part) => part.startsWith(wanted));
  return candidates.filter(({ words, mine }) => [...words, ...(mine ? [mine] : [])].some(fits)).slice(0, MOST_SHOWN);
}

/** Who is named in a text, counted in characters (code points) as the server does; the longest name wins. */
export function found(text: string, candidates: readonly Candidate[]): Mention[] {
  const names = candidates
    .flatMap(({ account_id, words }) => words.map((word) => ({ account_id, word })))
    .sort((a, b) => b.word.length - a.word.length);
  const mentions: Mention[] = [];
  let from = 0;
  let counted = 0;
  for (let at = text.indexOf('@'); at !== -1 && mentions.length < limits.sizes.mentions; at = text.indexOf('@', from)) {
    counted += [...text.slice(from, at)].length;
    const rest = text.slice(at + 1);
    const before = text.slice(0, at);
    const named = /[\p{L}\p{N}_.]$/u.test(before) ? undefined : names.find(({ word }) => begins(rest, word));
    if (named) mentions.push({ at: counted, length: [...named.word].length + 1, account_id: named.account_id });
    const length = named ? named.word.length + 1 : 1;
    counted += [...text.slice(at, at + length)].length;
    from = at + length;
  }
  return mentions;
}

function begins(rest: string, word: string): boolean {
  if (rest.slice(0, word.length).toLocaleLowerCase() !== word.toLocaleLowerCase()) return false;
  return ENDS.test(rest.slice(word.length, word.length + 1)) && !/\p{L}|\p{N}/u.test([...rest.slice(word.length)][0] ?? '');
}
