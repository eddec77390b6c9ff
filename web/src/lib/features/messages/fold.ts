import type { Event, Message } from '#lib/api/types.ts';

/** What this client holds of one conversation's log: a piece without a hole, ending at `last_seq`. */
export type Log = {
  /** ascending by seq */
  messages: readonly Message[];
  last_seq: number;
  /** The server has older messages than the first one here. */
  older: boolean;
  /** Events beyond a hole, ascending; they take their place when the hole is filled. */
  ahead: readonly Event[];
};

export type MessagePage = { messages: Message[]; more: boolean };

export const EMPTY: Log = { messages: [], last_seq: 0, older: false, ahead: [] };

/** The newest page, as the beginning of a log. */
export function begin(page: MessagePage, ahead: readonly Event[] = []): Log {
  const log: Log = {
    messages: page.messages,
    last_seq: page.messages.at(-1)?.seq ?? 0,
    older: page.more,
    ahead: ahead.filter((event) => event.seq > (page.messages.at(-1)?.seq ?? 0))
  };
  return drain(log);
}

/**
 * One event more. The same function takes what is pushed, what a gap brings and what a refetch brings:
 * known ones change nothing, the next one is appended, one beyond a hole waits in `ahead`.
 */
export function apply(log: Log, event: Event): Log {
  if (event.seq <= log.last_seq) return log;
  if (event.seq === log.last_seq + 1) return drain(append(log, event));
  if (log.ahead.some((other) => other.seq === event.seq)) return log;
  return { ...log, ahead: [...log.ahead, event].sort((a, b) => a.seq - b.seq) };
}

export function applyAll(log: Log, events: readonly Event[]): Log {
  return events.reduce(apply, log);
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

function append(log: Log, event: Event): Log {
  const messages = event.kind === 'accepted' ? log.messages : [...log.messages, event.message];
  return { ...log, messages, last_seq: event.seq };
}

function drain(log: Log): Log {
  let full = log;
  for (const event of log.ahead) {
    if (event.seq === full.last_seq + 1) full = append(full, event);
  }
  if (full === log) return log;
  return { ...full, ahead: full.ahead.filter((event) => event.seq > full.last_seq) };
}
