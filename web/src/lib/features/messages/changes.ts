import type { Changed, Message, Reaction, Wish } from '#lib/api/types.ts';
import { worded } from './possible.ts';

/**
 * A message after something became of it; null: it has gone without a trace. What an event says is how things are,
 * so one that is known already, or older than what is here, is put right by those that follow it.
 */
export function changed(message: Message, event: Changed, me: string): Message | null {
  switch (event.kind) {
    case 'unsent':
      return event.quiet ? null : gone(message, event.sent_at, event.sender);
    case 'swept':
      return null;
    case 'edited':
      return event.body === null || message.body === null ? message : { ...message, body: event.body, edited_at: event.sent_at, preview: null };
    case 'previewed':
      return event.preview === null || message.body === null ? message : { ...message, preview: event.preview };
    case 'viewed': {
      const viewed = [...(message.viewed ?? []).filter((one) => one !== event.sender), event.sender];
      return message.body === null ? message : { ...message, viewed, expires_at: event.expires_at ?? message.expires_at };
    }
    case 'pinned':
      return message.body === null ? message : { ...message, pinned: event.on };
    case 'closed':
      return { ...message, closed_at: event.sent_at };
    case 'reacted':
      if (event.emoji === null || message.body === null) return message;
      return { ...message, reactions: reacted(message.reactions ?? [], event.emoji, event.count, event.sender === me ? event.on : null) };
    case 'voted': {
      if (event.counts === null) return message;
      const mine = event.sender === me && event.choices !== null ? event.choices : (message.votes?.mine ?? []);
      return { ...message, votes: event.voters === 0 ? null : { counts: event.counts, voters: event.voters, mine } };
    }
  }
}

/** Whether an event is about this message. */
export function concerns(event: Changed, message: Message): boolean {
  if (event.kind === 'swept') return message.sender === event.sender && message.seq <= event.about && message.body?.type !== 'system';
  return message.seq === event.about;
}

/** Whether its time is over, or it is gone without a trace. */
export function vanished(message: Message, now: number): boolean {
  return message.quiet === true || (typeof message.expires_at === 'string' && Date.parse(message.expires_at) <= now);
}

/** As a message will be once the server has taken a wish of mine. */
export function wished(message: Message, wish: Wish): Message | null {
  if (message.seq !== wish.seq) return message;
  switch (wish.type) {
    case 'unsend':
      return null;
    case 'edit':
      return worded(message.body)
        ? { ...message, body: { ...message.body, text: wish.text, mentions: wish.mentions ?? [] }, edited_at: message.edited_at ?? message.sent_at, preview: null }
        : message;
    case 'pin':
      return { ...message, pinned: wish.on };
    case 'close':
      return { ...message, closed_at: message.sent_at };
    case 'react': {
      const before = message.reactions?.find(({ emoji }) => emoji === wish.emoji);
      if ((before?.mine ?? false) === wish.on) return message;
      return { ...message, reactions: reacted(message.reactions ?? [], wish.emoji, (before?.count ?? 0) + (wish.on ? 1 : -1), wish.on) };
    }
    case 'vote':
      return message.body?.type === 'poll' ? { ...message, votes: voted(message, message.body.options.length, wish.choices) } : message;
  }
}

function gone(message: Message, gone_at: string, gone_by: string): Message {
  const { id, client_id, conversation_id, seq, n, sender, sent_at, expires_at } = message;
  const kept = { id, client_id, conversation_id, seq, n, sender, sent_at, body: null, gone_at, gone_by };
  return expires_at ? { ...kept, expires_at } : kept;
}

/** `mine` is null where somebody else reacted. The most chosen first; among equals by code point, as the server does. */
function reacted(before: readonly Reaction[], emoji: string, count: number, mine: boolean | null): Reaction[] {
  const known = before.find((reaction) => reaction.emoji === emoji);
  const others = before.filter((reaction) => reaction !== known);
  if (count === 0) return others;
  return [...others, { emoji, count, mine: mine ?? known?.mine ?? false }].sort((a, b) => b.count - a.count || byCodePoint(a.emoji, b.emoji));
}

function byCodePoint(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const difference = left[i]!.codePointAt(0)! - right[i]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function voted(message: Message, options: number, choices: readonly number[]): Message['votes'] {
  const before = message.votes ?? { counts: Array.from({ length: options }, () => 0), voters: 0, mine: [] };
  const counts = before.counts.map((count, place) => count - Number(before.mine.includes(place)) + Number(choices.includes(place)));
  const voters = before.voters - Number(before.mine.length > 0) + Number(choices.length > 0);
  return voters === 0 ? null : { counts, voters, mine: [...choices] };
}
