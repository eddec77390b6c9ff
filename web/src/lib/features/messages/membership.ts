import type { Changed, Conversation, Event, Message, Permissions, Role, SystemBody } from '#lib/api/types.ts';
import { concerns } from './changes.ts';

export type System = Message & { body: SystemBody };

/** Above this many nobody is told how far each of the others has read. */
const MOST_TOLD = 50;
const RANK: Record<Role, number> = { member: 0, admin: 1, owner: 2 };

export function isSystem(message: Message): message is System {
  return message.body?.type === 'system';
}

/** Whether a role is at least this one. */
export function hasRank(role: Role | null, least: Role): boolean {
  return role !== null && RANK[role] >= RANK[least];
}

/** Whether the viewer may do this in a group: they are in it, and their role has that permission. */
export function may(head: Pick<Conversation, 'role' | 'permissions' | 'sending'>, what: keyof Permissions): boolean {
  return head.sending !== 'closed' && head.permissions !== null && hasRank(head.role, head.permissions[what] ?? 'owner');
}

/** A group's head after somebody came or went, or a rule changed. `me` is the viewer. */
export function withSystem(head: Conversation, { body, sender, seq, sent_at }: System, me: string): Conversation {
  const { action, members } = body;
  switch (action) {
    case 'added':
    case 'joined':
      return came(head, members, seq, me);
    case 'left':
      return sender === me ? gone(head, seq, sent_at) : parted(head, [sender]);
    case 'removed':
      return members.includes(me) ? gone(head, seq, sent_at) : parted(head, members);
    case 'role':
      return members.includes(me) ? allowed({ ...head, role: body.role }) : head;
    case 'created':
    case 'title':
      return { ...head, title: body.title ?? head.title };
    case 'permissions':
      return allowed({ ...head, permissions: body.permissions ?? head.permissions });
    case 'history':
      return { ...head, history: body.history ?? head.history };
    case 'timer':
      return { ...head, timer_s: body.timer_s ?? null };
    case 'picture':
    case 'call':
      return head;
  }
}

/** What an event leaves unsaid and the server must be asked for: pictures, other faces, and all where I come or go myself. */
export function leavesUnsaid(event: Event, head: Conversation | undefined, me: string): boolean {
  if (event.kind === 'accepted') return true;
  if (event.kind === 'message') return false;
  if (event.kind !== 'system') return head !== undefined && unsaidChange(event, head);
  if (!isSystem(event.message)) return false;
  const { action, members } = event.message.body;
  if (action === 'picture') return true;
  if (action === 'added' || action === 'joined') return members.includes(me) || (head !== undefined && (head.member_count < MOST_TOLD || faces(head, members, true)));
  const out = action === 'left' ? [event.sender] : action === 'removed' ? members : [];
  if (out.length === 0 || head === undefined) return false;
  return out.includes(me) || faces(head, out, false) || toldAgain(head, out);
}

/** The line of the inbox, and whether I am named in what is unread, may be other ones now. */
function unsaidChange(event: Changed, { last_message: last, mentioned }: Conversation): boolean {
  if (event.kind === 'edited') return mentioned || (event.body?.type === 'text' && (event.body.mentions ?? []).length > 0);
  if (event.kind !== 'unsent' && event.kind !== 'swept') return false;
  return mentioned || (last !== null && concerns(event, last));
}

/** Back in a group: what was said meanwhile stays with those who were there, so the log begins anew. */
export function returns({ body }: System, me: string): boolean {
  return (body.action === 'added' || body.action === 'joined') && body.members.includes(me);
}

/** Whether other faces are shown once these have come or gone: the server shows the two with the lowest ids. */
function faces({ picture, faces: shown }: Conversation, ids: readonly string[], come: boolean): boolean {
  if (picture !== null) return false;
  if (!come) return shown.some((face) => ids.includes(face.id));
  return shown.length < 2 || ids.some((id) => shown.some((face) => id < face.id));
}

/** It was too large for marks of each one, and is not any more. */
function toldAgain({ member_count }: Conversation, gone: readonly string[]): boolean {
  return member_count > MOST_TOLD && member_count - gone.length <= MOST_TOLD;
}

/** Who comes has read what was there before: it is no news to them. Whether they show what they read, the server says. */
function came(head: Conversation, ids: readonly string[], seq: number, me: string): Conversation {
  const member_count = head.member_count + ids.length;
  const fresh = ids.filter((id) => id !== me && !head.marks.some((mark) => mark.account_id === id));
  const marks = [...head.marks, ...fresh.map((account_id) => ({ account_id, delivered_seq: seq - 1, read_seq: null }))];
  return { ...head, member_count, marks: member_count > MOST_TOLD ? [] : marks };
}

function parted(head: Conversation, ids: readonly string[]): Conversation {
  const marks = head.marks.filter((mark) => !ids.includes(mark.account_id));
  return { ...head, marks, member_count: Math.max(0, head.member_count - ids.length) };
}

/** I am out: what there was stays, and of the group nothing more is told. */
function gone(head: Conversation, to_seq: number, active_at: string): Conversation {
  const left = { to_seq, active_at, role: 'member', sending: 'closed' } as const;
  return { ...head, ...left, permissions: null, history: 'joined', timer_s: null, member_count: 0, marks: [], faces: [], picture: null };
}

function allowed(head: Conversation): Conversation {
  if (head.sending === 'closed') return head;
  return { ...head, sending: may(head, 'send') ? 'open' : 'read_only' };
}
