import type { CardBody, Conversation, MediaBody, Mention, Message, TextBody } from '#lib/api/types.ts';
import { mayEdit } from './possible.ts';

/** The last of my messages, where it can still be said in other words. */
export function lastEditable(head: Conversation, messages: readonly Message[], me: string, now: number): Message | null {
  const last = messages.findLast(({ sender, body }) => sender === me && body !== null && body.type !== 'system');
  return last && mayEdit(head, last, me, now) ? last : null;
}

/** Who is named in a text that was changed: those found in it now, and those who were named before and still stand there. */
export function named(before: TextBody | MediaBody | CardBody, text: string, found: readonly Mention[]): Mention[] {
  const clear = ({ at, length }: Mention) => found.every((other) => at + length <= other.at || other.at + other.length <= at);
  return [...found, ...kept(before, text).filter(clear)].sort((a, b) => a.at - b.at);
}

/** Who is named in a text still is where the same letters stand at the same distance from its start or its end. */
export function kept(before: TextBody | MediaBody | CardBody, text: string): Mention[] {
  const [old, now] = [[...(before.text ?? '')], [...text]];
  const letters = (from: string[], at: number, length: number) => from.slice(at, at + length).join('');
  return (before.mentions ?? []).flatMap((mention) => {
    const { at, length } = mention;
    const named = letters(old, at, length);
    const moved = at + now.length - old.length;
    const place = letters(now, at, length) === named ? at : moved >= 0 && letters(now, moved, length) === named ? moved : null;
    return place === null ? [] : [{ ...mention, at: place }];
  });
}
