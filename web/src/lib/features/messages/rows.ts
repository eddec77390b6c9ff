import type { Marks, Message } from '#lib/api/types.ts';
import type { Entry } from '#lib/live/outbox.ts';
import { stateOf } from './heads.ts';

export type Sending = 'sending' | 'sent' | 'delivered' | 'read' | 'failed';

export type Bubble = {
  kind: 'bubble';
  key: string;
  own: boolean;
  sender: string;
  /** Null once the message is gone. */
  text: string | null;
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
  entry: Entry | null;
};

export type Row =
  | Bubble
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
  // A device whose clock is behind must not put what it writes on a day before what it answers.
  const newest = Date.parse(thread.messages.at(-1)?.sent_at ?? '') || 0;
  const bubbles = [
    ...thread.messages.map((message) => ofMessage(message, thread)),
    ...thread.entries.filter((entry) => !known.has(entry.client_id)).map((entry) => ofEntry(entry, thread.me, newest))
  ];
  sayStates(bubbles);
  return withLines(bubbles, thread);
}

function ofMessage(message: Message, { me, marks }: RowsOf): Bubble {
  const own = message.sender === me;
  return {
    ...blank,
    // The same key before and after the server's answer: the bubble stays the same element.
    key: own ? message.client_id : message.id,
    own,
    sender: message.sender,
    text: message.body?.text ?? null,
    sent_at: message.sent_at,
    seq: message.seq,
    state: own && message.body ? stateOf(message, marks) : null
  };
}

function ofEntry(entry: Entry, me: string, newest: number): Bubble {
  return {
    ...blank,
    key: entry.client_id,
    own: true,
    sender: me,
    text: entry.body.text,
    sent_at: new Date(Math.max(entry.at, newest)).toISOString(),
    state: entry.state === 'failed' ? 'failed' : 'sending',
    entry
  };
}

const blank = { kind: 'bubble', first: true, last: true, timed: true, seq: null, state: null, entry: null } as const;

/** A state is said once: under the last own bubble that has it, and nothing before the last read one. Failures all say so. */
function sayStates(bubbles: Bubble[]): void {
  let said: Sending | null = null;
  for (let i = bubbles.length - 1; i >= 0; i -= 1) {
    const bubble = bubbles[i]!;
    if (bubble.state === null || bubble.state === 'failed') continue;
    if (bubble.state === said || said === 'read') bubble.state = null;
    else said = bubble.state;
  }
}

function withLines(bubbles: Bubble[], { fresh, me }: RowsOf): Row[] {
  const rows: Row[] = [];
  let before: Bubble | null = null;
  let today = '';
  let marked = fresh === null;
  for (const bubble of bubbles) {
    const itsDay = day(bubble.sent_at);
    const isNew = !marked && bubble.sender !== me && bubble.seq !== null && bubble.seq > fresh!.after;
    if (itsDay !== today) rows.push({ kind: 'day', key: `day ${bubble.key}`, at: bubble.sent_at });
    if (isNew) rows.push({ kind: 'new', key: 'new', count: countNew(bubbles, fresh!, me) });
    if (before !== null && itsDay === today && !isNew && together(before, bubble)) join(before, bubble);
    rows.push(bubble);
    marked ||= isNew;
    before = bubble;
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
