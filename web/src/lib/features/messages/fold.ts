import type { Event, Message } from '#lib/api/types.ts';
import { serverTime } from '#lib/live/servertime.svelte.ts';
import { changed, concerns, vanished } from './changes.ts';

/** What this client holds of one conversation's log: a piece without a hole, ending at `last_seq`. */
export type Log = {
  /** ascending by seq */
  messages: readonly Message[];
  last_seq: number;
  /** From here (exclusive) to `last_seq` every event's id is held: this much of the log can be proved. */
  base_seq: number;
  ids: readonly string[];
  /** The server has older messages than the first one here. */
  older: boolean;
  /** Events beyond a hole, ascending; they take their place when the hole is filled. */
  ahead: readonly Event[];
};

export type MessagePage = { messages: Message[]; more: boolean };

/** What of a conversation the viewer may read: events above `from_seq`, up to `to_seq`. */
export type Reach = { from_seq?: number; to_seq?: number | null };

export const EMPTY: Log = { messages: [], last_seq: 0, base_seq: 0, ids: [], older: false, ahead: [] };

const KEPT_MESSAGES = 200;
const KEPT_LETTERS = 200_000;

/**
 * The newest page, as the beginning of a log. `me` is the viewer. `upto`: the page is known to hold all that came of
 * the log up to there, beyond its last message.
 */
export function begin(page: MessagePage, me: string, ahead: readonly Event[] = [], upto = 0): Log {
  const newest = page.messages.at(-1)?.seq ?? 0;
  if (upto > newest) return drain({ ...EMPTY, messages: page.messages, last_seq: upto, base_seq: upto, older: page.more, ahead: later(ahead, upto) }, me);
  const last_seq = newest;
  const ids = page.messages.slice(denseFrom(page.messages)).map(({ id }) => id);
  const log: Log = {
    messages: page.messages,
    last_seq,
    base_seq: last_seq - ids.length,
    ids,
    older: page.more,
    ahead: later(ahead, last_seq)
  };
  return drain(log, me);
}

/**
 * One event more. The same function takes what is pushed, what a gap brings and what a refetch brings:
 * known ones change nothing, the next one is appended, one beyond a hole waits in `ahead`.
 */
export function apply(log: Log, event: Event, me: string): Log {
  if (event.seq <= log.last_seq) return log;
  if (event.seq === log.last_seq + 1) return drain(append(log, event, me), me);
  if (log.ahead.some((other) => other.seq === event.seq)) return log;
  return { ...log, ahead: [...log.ahead, event].sort((a, b) => a.seq - b.seq) };
}

export function applyAll(log: Log, events: readonly Event[], me: string): Log {
  return events.reduce((before, event) => apply(before, event, me), log);
}

/** An older page before what is here. */
export function prepend(log: Log, page: MessagePage): Log {
  const first = log.messages[0]?.seq ?? Infinity;
  const fresh = page.messages.filter((message) => message.seq < first);
  return { ...log, messages: [...fresh, ...log.messages], older: page.more };
}

/** Whether something is known to be missing: a hole in the log, or a head that is further than the log. */
export function behind(log: Log, head_seq: number): boolean {
  return log.ahead.length > 0 || head_seq > log.last_seq;
}

/** What stands after `seq` turned out to be wrong: it goes, to be fetched again. */
export function cut(log: Log, seq: number): Log {
  if (seq >= log.last_seq) return log;
  const messages = log.messages.filter((message) => message.seq <= seq);
  const base_seq = Math.min(log.base_seq, seq);
  return { ...log, messages, last_seq: seq, base_seq, ids: log.ids.slice(0, seq - base_seq), ahead: [] };
}

/** Who was added anew, or removed, no longer reads what lies outside their membership. */
export function within(log: Log, { from_seq = 0, to_seq = null }: Reach): Log {
  const first = log.messages[0]?.seq ?? log.base_seq + 1;
  const inside = to_seq === null ? log : cut(log, to_seq);
  if (first > from_seq && inside.base_seq >= from_seq) return inside;
  if (inside.last_seq <= from_seq) return { ...EMPTY, last_seq: from_seq, base_seq: from_seq, ahead: inside.ahead };
  const messages = inside.messages.filter((message) => message.seq > from_seq);
  return { ...from(inside, from_seq), messages, older: inside.older && first > from_seq };
}

/** The end of it, as much as is worth a place on the device. */
export function newest(log: Log): Omit<Log, 'ahead'> {
  let first = Math.max(0, log.messages.length - KEPT_MESSAGES);
  let letters = 0;
  for (let i = log.messages.length - 1; i > first; i -= 1) {
    letters += JSON.stringify(log.messages[i]!.body).length;
    if (letters > KEPT_LETTERS) first = i;
  }
  const { ahead: _, ...all } = log;
  if (first === 0) return from(all, log.last_seq - KEPT_MESSAGES);
  return { ...from(all, log.messages[first]!.seq - 1), messages: log.messages.slice(first), older: true };
}

/** Provable only from here on. */
function from<Part extends Omit<Log, 'ahead'>>(log: Part, seq: number): Part {
  if (seq <= log.base_seq) return log;
  return { ...log, base_seq: seq, ids: log.ids.slice(seq - log.base_seq) };
}

/** Where the end without a hole begins: pages hold no events that are not messages. */
function denseFrom(messages: readonly Message[]): number {
  let first = messages.length - 1;
  while (first > 0 && messages[first - 1]!.seq === messages[first]!.seq - 1) first -= 1;
  return Math.max(0, first);
}

function append(log: Log, event: Event, me: string): Log {
  return { ...log, messages: folded(log.messages, event, me), last_seq: event.seq, ids: [...log.ids, event.id] };
}

function folded(messages: readonly Message[], event: Event, me: string): readonly Message[] {
  if (event.kind === 'accepted') return messages;
  if (event.kind === 'message' || event.kind === 'system') {
    return vanished(event.message, serverTime.now()) ? messages : [...messages, event.message];
  }
  if (!messages.some((message) => concerns(event, message))) return messages;
  return messages.flatMap((message) => (concerns(event, message) ? (changed(message, event, me) ?? []) : message));
}

/** Those whose time is over go. */
export function withoutVanished(log: Log, now: number): Log {
  const messages = log.messages.filter((message) => !vanished(message, now));
  return messages.length === log.messages.length ? log : { ...log, messages };
}

/** Without these, which the viewer has deleted for themselves. */
export function without(log: Log, seqs: readonly number[]): Log {
  const gone = new Set(seqs);
  const messages = log.messages.filter((message) => !gone.has(message.seq));
  return messages.length === log.messages.length ? log : { ...log, messages };
}

function later(events: readonly Event[], seq: number): Event[] {
  return events.filter((event) => event.seq > seq);
}

function drain(log: Log, me: string): Log {
  let full = log;
  for (const event of log.ahead) {
    if (event.seq === full.last_seq + 1) full = append(full, event, me);
  }
  if (full === log) return log;
  return { ...full, ahead: full.ahead.filter((event) => event.seq > full.last_seq) };
}
