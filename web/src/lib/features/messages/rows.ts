import type { Body, Marks, Message, Spoken } from '#lib/api/types.ts';
import { isSend, type Entry, type SendEntry } from '#lib/live/outbox.ts';
import { withMedia } from '#lib/live/parts.ts';
import { serverTime } from '#lib/live/servertime.svelte.ts';
import { vanished, wished } from './changes.ts';
import { stateOf } from './heads.ts';
import { isSystem, type System } from './membership.ts';

/** `some`: read by some of several. */
export type Sending = 'sending' | 'sent' | 'delivered' | 'some' | 'read' | 'failed';

export type Bubble = {
  kind: 'bubble';
  key: string;
  own: boolean;
  sender: string;
  /** What it says; null once the message is gone, and for what is forwarded and not here to show. */
  body: Spoken | null;
  /** As the server has it, with what I wish to become of it; null until it is there. */
  message: Message | null;
  sent_at: string;
  /** Null until it is on the server. */
  seq: number | null;
  /** The first and the last of a group of one person's bubbles. */
  first: boolean;
  last: boolean;
  /** The time stands in the last bubble of a minute. */
  timed: boolean;
  /** Said under a bubble where it changes from one own bubble to the next. */
  state: Sending | null;
  /** How many others have read it, where there are several. */
  readers: number | null;
  entry: SendEntry | null;
};

/** What happened to a group, between what was said. */
export type Notice = { kind: 'notice'; key: string; seq: number; sent_at: string; message: System };

export type Row =
  | Bubble
  | Notice
  | { kind: 'day'; key: string; at: string }
  | { kind: 'new'; key: string; count: number };

export type RowsOf = {
  messages: readonly Message[];
  /** What is not on the server yet, in the order of leaving. */
  entries: readonly Entry[];
  marks: readonly Marks[];
  me: string;
  /** What was unread when the thread was opened: beyond `after`, up to `upto`. Null when there was nothing new. */
  fresh: { after: number; upto: number } | null;
};

const GROUP_MS = 5 * 60_000;

/** The thread as it is drawn, oldest first: day lines, the line before what is new, bubbles in groups. */
export function rowsOf(thread: RowsOf): Row[] {
  const known = new Set(thread.messages.map((message) => message.client_id));
  const messages = asWished(thread.messages, thread.entries);
  // A device whose clock is behind must not put what it writes on a day before what it answers.
  const newest = Date.parse(thread.messages.at(-1)?.sent_at ?? '') || 0;
  const since = comings(messages);
  const said = [
    ...messages.map((message) => (isSystem(message) ? ofSystem(message) : ofMessage(message, thread, since))),
    ...thread.entries.filter(isSend).filter((entry) => !known.has(entry.client_id)).map((entry) => ofEntry(entry, thread.me, newest))
  ];
  sayStates(said.filter((row) => row.kind === 'bubble'));
  return withLines(said, thread);
}

/** The messages with what I wish to become of them, and without those whose time is over. */
export function asWished(messages: readonly Message[], entries: readonly Entry[]): Message[] {
  const now = serverTime.now();
  const wishes = entries.flatMap((entry) => (isSend(entry) ? [] : [entry.change]));
  return messages.flatMap((message) => {
    if (vanished(message, now)) return [];
    let after: Message | null = message;
    for (const wish of wishes) after = after && wished(after, wish);
    return after ?? [];
  });
}

/** When each person came, as far as the log here tells: nobody has read what was said before they were there. */
function comings(messages: readonly Message[]): ReadonlyMap<string, number> {
  const since = new Map<string, number>();
  for (const message of messages) {
    if (!isSystem(message)) continue;
    const { action, members } = message.body;
    for (const id of action === 'joined' ? [message.sender] : action === 'added' ? members : []) since.set(id, message.seq);
  }
  return since;
}

function ofSystem(message: System): Notice {
  return { kind: 'notice', key: message.id, seq: message.seq, sent_at: message.sent_at, message };
}

function ofMessage(message: Message, { me, marks }: RowsOf, since: ReadonlyMap<string, number>): Bubble {
  const own = message.sender === me;
  const there = marks.filter(({ account_id }) => (since.get(account_id) ?? 0) < message.seq);
  return {
    ...blank,
    // The same key before and after the server's answer: the bubble stays the same element.
    key: own ? message.client_id : message.id,
    own,
    sender: message.sender,
    body: spoken(message.body),
    message,
    sent_at: message.sent_at,
    seq: message.seq,
    ...(own && message.body ? reached(message, there) : {})
  };
}

function reached(message: Message, there: readonly Marks[]): Pick<Bubble, 'state' | 'readers'> {
  const state = stateOf(message, there);
  if (there.length < 2) return { state, readers: null };
  const readers = there.filter(({ read_seq }) => (read_seq ?? 0) >= message.seq).length;
  return { state: state !== 'read' && readers > 0 ? 'some' : state, readers };
}

function ofEntry(entry: SendEntry, me: string, newest: number): Bubble {
  return {
    ...blank,
    key: entry.client_id,
    own: true,
    sender: me,
    body: spoken(entry.shown ?? (withMedia(entry.body) || entry.body.type === 'forward' || entry.body.type === 'sticker' ? null : (entry.body as Body))),
    sent_at: new Date(Math.max(entry.at, newest)).toISOString(),
    state: entry.state === 'failed' ? 'failed' : 'sending',
    entry
  };
}

/** A conversation's words of itself stand in no bubble. */
function spoken(body: Body | null): Spoken | null {
  return body?.type === 'system' ? null : body;
}

const blank = { kind: 'bubble', message: null, first: true, last: true, timed: true, seq: null, state: null, readers: null, entry: null } as const;

/** A state is said once: under the last own bubble that has it, and nothing before the last read one. Failures all say so. */
function sayStates(bubbles: Bubble[]): void {
  let said: Pick<Bubble, 'state' | 'readers'> = { state: null, readers: null };
  for (let i = bubbles.length - 1; i >= 0; i -= 1) {
    const bubble = bubbles[i]!;
    if (bubble.state === null || bubble.state === 'failed') continue;
    const again = bubble.state === said.state && (bubble.state !== 'some' || bubble.readers === said.readers);
    if (again || said.state === 'read') bubble.state = null;
    else said = { state: bubble.state, readers: bubble.readers };
  }
}

function withLines(said: (Bubble | Notice)[], { fresh, me }: RowsOf): Row[] {
  const rows: Row[] = [];
  const bubbles = said.filter((row) => row.kind === 'bubble');
  let before: Bubble | Notice | null = null;
  let today = '';
  let marked = fresh === null;
  for (const row of said) {
    const itsDay = day(row.sent_at);
    const isNew = !marked && row.kind === 'bubble' && row.sender !== me && row.seq !== null && row.seq > fresh!.after;
    if (itsDay !== today) rows.push({ kind: 'day', key: `day ${row.key}`, at: row.sent_at });
    if (isNew) rows.push({ kind: 'new', key: 'new', count: countNew(bubbles, fresh!, me) });
    if (row.kind === 'bubble' && before?.kind === 'bubble' && itsDay === today && !isNew && together(before, row)) join(before, row);
    rows.push(row);
    marked ||= isNew;
    before = row;
    today = itsDay;
  }
  return rows;
}

function countNew(bubbles: Bubble[], { after, upto }: { after: number; upto: number }, me: string): number {
  return bubbles.filter(({ seq, sender }) => seq !== null && seq > after && seq <= upto && sender !== me).length;
}

function together(a: Bubble, b: Bubble): boolean {
  return a.sender === b.sender && Date.parse(b.sent_at) - Date.parse(a.sent_at) < GROUP_MS;
}

function join(before: Bubble, bubble: Bubble): void {
  before.last = false;
  bubble.first = false;
  before.timed = before.state !== null || before.sent_at.slice(0, 16) !== bubble.sent_at.slice(0, 16);
}

/** The viewer's own calendar day, not that of UTC. */
function day(at: string): string {
  return new Date(at).toDateString();
}
