import type { Conversation } from '#lib/api/types.ts';
import { shownName } from '#lib/features/order/nicknames.svelte.ts';
import { isSend, type Entry } from '#lib/live/outbox.ts';
import { gist } from './gist.ts';
import { stateOf } from './heads.ts';
import { isSystem, type System } from './membership.ts';
import { firstLine } from './text.ts';

/** The second line of a row of the inbox: what is most worth knowing now, and only that. */
export type Line =
  | { kind: 'typing'; who: readonly string[] }
  | { kind: 'failed'; text: string }
  | { kind: 'draft'; text: string }
  | { kind: 'sending'; text: string }
  | { kind: 'own'; text: string; state: 'sent' | 'delivered' | 'read' }
  /** `sender`: of several people, who said it. */
  | { kind: 'theirs'; text: string; sender: string | null }
  | { kind: 'notice'; message: System }
  | { kind: 'gone' }
  | { kind: 'none' };

export type LineOf = {
  head: Conversation;
  /** Of this conversation only, in the order of leaving. */
  entries: readonly Entry[];
  draft: string;
  typing: readonly string[];
  me: string;
};

export function lineOf({ head, entries, draft, typing, me }: LineOf): Line {
  if (typing.length > 0) return { kind: 'typing', who: typing };
  const sends = entries.filter(isSend);
  const failed = sends.find((entry) => entry.state === 'failed');
  if (failed) return { kind: 'failed', text: gist(failed.shown ?? failed.body) };
  if (draft.trim()) return { kind: 'draft', text: firstLine(draft) };
  const waiting = sends.at(-1);
  if (waiting) return { kind: 'sending', text: gist(waiting.shown ?? waiting.body) };
  return spoken(head, me);
}

function spoken({ kind, last_message: last, marks }: Conversation, me: string): Line {
  if (last === null) return { kind: 'none' };
  if (isSystem(last)) return { kind: 'notice', message: last };
  if (last.body === null) return { kind: 'gone' };
  const text = gist(last.body);
  if (last.sender === me) return { kind: 'own', text, state: stateOf(last, marks) };
  return { kind: 'theirs', text, sender: kind === 'group' ? last.sender : null };
}

/** Milliseconds since 1970: when something last happened here, for the order of the list. */
export function activity(head: Conversation, entries: readonly Entry[]): number {
  return Math.max(Date.parse(head.active_at), entries.findLast(isSend)?.at ?? 0);
}

/** The name it goes by. A group without a title, and a person who is gone, are named by the caller. */
export function nameOf(head: Pick<Conversation, 'title' | 'person'>): string | null {
  return head.person ? shownName(head.person) : head.title || null;
}
