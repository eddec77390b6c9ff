import type { Conversation, Event, Message, SystemBody } from '#lib/api/types.ts';
import type { Entry } from '#lib/live/outbox.ts';
import { eventOf, type Said } from '#lib/live/wire.ts';
import type { System } from './membership.ts';

export const ANA = 'ana';
export const CHIDI = 'chidi';
export const DANA = 'dana';
export const GIL = 'gil';
const NOON = Date.UTC(2026, 10, 21, 12);

/** The message with this number. Numbers are minutes after noon, unless `minute` says otherwise. */
export function message(seq: number, sender: string = CHIDI, more: Partial<Message> & { minute?: number } = {}): Said {
  const { minute = seq, n = seq, ...fields } = more;
  return {
    id: `m${seq}`,
    client_id: `c${seq}`,
    conversation_id: 'ana-chidi',
    seq,
    n: n ?? seq,
    sender,
    body: { type: 'text', text: `number ${seq}` },
    sent_at: new Date(NOON + minute * 60_000).toISOString(),
    ...fields
  };
}

export const said = (seq: number, sender: string = CHIDI): Event => eventOf(message(seq, sender));

/** What happened to a group, as its log says it. */
export function system(seq: number, sender: string, body: Partial<SystemBody> & Pick<SystemBody, 'action'>): System {
  const silent = { type: 'system' as const, members: [], title: null, role: null, permissions: null, history: null, timer_s: null, call: null };
  return { ...message(seq, sender), n: null, body: { ...silent, ...body } };
}

export function happened(seq: number, sender: string, body: Partial<SystemBody> & Pick<SystemBody, 'action'>): Event {
  const it = system(seq, sender, body);
  const { id, conversation_id, sent_at, client_id } = it;
  return { kind: 'system', id, conversation_id, seq, n: null, sender, client_id, sent_at, message: it };
}

export function accepted(seq: number, sender: string = CHIDI): Event {
  const { id, conversation_id, sent_at } = message(seq, sender);
  return { kind: 'accepted', id, conversation_id, seq, n: null, sender, client_id: `accepted-${seq}`, sent_at };
}

export function head(more: Partial<Conversation> = {}): Conversation {
  return {
    id: 'ana-chidi',
    kind: 'direct',
    title: 'Chidi Okafor',
    person: { id: CHIDI, handle: 'chidi', display_name: 'Chidi Okafor', avatar: null },
    last_seq: 3,
    last_n: 3,
    read_seq: 3,
    read_n: 3,
    unread: 0,
    state: 'accepted',
    sending: 'open',
    can_call: true,
    marks: [{ account_id: CHIDI, delivered_seq: 0, read_seq: 0 }],
    last_message: message(3),
    mentioned: false,
    timer_s: null,
    hidings: 0,
    colour: null,
    streak: null,
    active_at: message(3).sent_at,
    created_at: message(0).sent_at,
    picture: null,
    faces: [],
    member_count: 2,
    role: null,
    permissions: null,
    history: 'joined',
    from_seq: 0,
    to_seq: null,
    pinned: false,
    archived: false,
    muted_until: null,
    marked_unread: false,
    origin: null,
    ...more
  };
}

/** Ana, Chidi and Dana. */
export function group(more: Partial<Conversation> = {}): Conversation {
  const permissions = { send: 'member', edit: 'admin', add: 'member', remove: 'admin', manage: 'owner' } as const;
  return head({ kind: 'group', title: 'Lake house', person: null, member_count: 3, role: 'member', permissions, ...more });
}

export function entry(client_id: string, more: Partial<Entry> = {}): Entry {
  return {
    client_id,
    conversation_id: 'ana-chidi',
    body: { type: 'text', text: client_id },
    at: NOON + 50 * 60_000,
    state: 'pending',
    problem: null,
    ...more
  };
}
