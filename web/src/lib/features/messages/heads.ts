import type { Conversation, Event, Marks, Message } from '#lib/api/types.ts';
import { changed, concerns } from './changes.ts';
import { isSystem, withSystem } from './membership.ts';

/** A conversation's head after an event of its log. `me` is the viewer: sending moves one's own read mark. */
export function withEvent(head: Conversation, event: Event, me: string): Conversation {
  if (event.seq <= head.last_seq) return head;
  const told = event.kind === 'system' && isSystem(event.message) ? withSystem(head, event.message, me) : head;
  const next: Conversation = {
    ...told,
    last_seq: event.seq,
    last_n: Math.max(head.last_n, event.n ?? 0),
    // What nobody need read moves nothing up in the list, but for a call.
    active_at: movesUp(event) && event.sent_at > head.active_at ? event.sent_at : told.active_at
  };
  if (event.kind === 'message' || event.kind === 'system') next.last_message = event.message;
  else if (event.kind === 'accepted') next.state = 'accepted';
  else if (next.last_message && concerns(event, next.last_message)) next.last_message = changed(next.last_message, event, me);
  // The next message brings an archived conversation back, my own too; one that is muted stays away.
  if (event.n !== null && head.muted_until === null) next.archived = false;
  if ((event.kind !== 'message' && event.kind !== 'system') || typeof event.n !== 'number') return counted(next);
  if (event.sender !== me) {
    next.mentioned ||= names(event.message, me);
    return counted(heard(next, event.sender, event.seq));
  }
  // The one text that a stranger may leave is left; the server would refuse another.
  if (head.sending === 'one_text') next.sending = 'waiting';
  return withRead(next, event.seq, event.n);
}

function movesUp(event: Event): boolean {
  return event.kind === 'message' || (event.kind === 'system' && isSystem(event.message) && event.message.body.action === 'call');
}

/** Whoever writes has read up to there, and says so where they show it. Before a request is accepted nobody is told of that. */
function heard(head: Conversation, account_id: string, seq: number): Conversation {
  const known = head.state === 'accepted' && head.marks.find((mark) => mark.account_id === account_id);
  return known ? withReceipt(head, { account_id, delivered_seq: seq, read_seq: known.read_seq === null ? null : seq }) : head;
}

/** My own read mark, moved here or on another device. Marks never go back. */
export function withRead(head: Conversation, read_seq: number, read_n: number): Conversation {
  return counted({ ...head, read_seq: Math.max(head.read_seq, read_seq), read_n: Math.max(head.read_n, read_n) });
}

/** What somebody else has got and read. */
export function withReceipt(head: Conversation, receipt: Marks): Conversation {
  const known = head.marks.find((mark) => mark.account_id === receipt.account_id);
  return { ...head, marks: [...head.marks.filter((mark) => mark !== known), known ? furthest(known, receipt) : receipt] };
}

/**
 * The server's head beside the one that live frames have moved on. A fetched head can be older than what was
 * pushed while it travelled, so everything that only grows takes the further of the two.
 */
export function merged(known: Conversation | undefined, fetched: Conversation): Conversation {
  if (known === undefined) return fetched;
  const newer = fetched.last_seq >= known.last_seq ? fetched : known;
  const next: Conversation = {
    ...fetched,
    ...(newer === fetched ? {} : toldByEvents(known)),
    last_seq: newer.last_seq,
    last_n: Math.max(known.last_n, fetched.last_n),
    last_message: newer.last_message,
    active_at: newer.active_at,
    archived: newer.archived,
    marks: fetched.marks.map((mark) => {
      const mine = known.marks.find((other) => other.account_id === mark.account_id);
      return mine ? furthest(mine, mark) : mark;
    })
  };
  return withRead(next, known.read_seq, known.read_n);
}

/** Whether it counts on the Inbox's badge: something in it waits for me, and I did not put it aside. */
export function counts(head: Conversation): boolean {
  const mine = head.state === 'accepted' || head.state === 'pending';
  return mine && (head.unread > 0 || head.marked_unread) && (head.muted_until === null || head.mentioned) && !head.archived;
}

/** Whether it waits in my Requests. */
export function asks(head: Conversation): boolean {
  return head.state === 'request' && head.last_seq > 0;
}

/** The head once its mute is over. The server lets an archived one that was written in come back then. */
export function unmuted(head: Conversation): Conversation {
  return { ...head, muted_until: null };
}

/** What the events of a group have said of it, which an older answer does not know yet. */
function toldByEvents(head: Conversation): Partial<Conversation> {
  if (head.kind === 'direct') return { timer_s: head.timer_s };
  const { title, role, permissions, history, member_count, sending, to_seq, timer_s } = head;
  return { title, role, permissions, history, member_count, sending, to_seq, timer_s };
}

/** How far the others are with one of my messages. With several people it says what holds for all of them. */
export function stateOf(message: Pick<Message, 'seq'>, marks: readonly Marks[]): 'sent' | 'delivered' | 'read' {
  if (marks.length === 0) return 'sent';
  if (marks.every((mark) => (mark.read_seq ?? 0) >= message.seq)) return 'read';
  if (marks.every((mark) => Math.max(mark.delivered_seq, mark.read_seq ?? 0) >= message.seq)) return 'delivered';
  return 'sent';
}

function counted(head: Conversation): Conversation {
  const unread = Math.max(0, head.last_n - head.read_n);
  return { ...head, unread, mentioned: head.mentioned && unread > 0 };
}

/** Whether a message calls somebody, by name or with everybody. */
function names({ body }: Message, account_id: string): boolean {
  return body?.type === 'text' && (body.mentions ?? []).some((mention) => mention.account_id === null || mention.account_id === account_id);
}

/** Marks only grow; but whether reading is shown at all, the server's newer word decides. */
function furthest(known: Marks, told: Marks): Marks {
  return {
    account_id: known.account_id,
    delivered_seq: Math.max(known.delivered_seq, told.delivered_seq),
    read_seq: told.read_seq === null ? null : Math.max(known.read_seq ?? 0, told.read_seq)
  };
}
