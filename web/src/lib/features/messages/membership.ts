import type { Conversation, Event, Message, Permissions, Role, SystemBody } from '#lib/api/types.ts';

export type System = Message & { body: SystemBody };

const RANK: Record<Role, number> = { member: 0, admin: 1, owner: 2 };

export function isSystem(message: Message): message is System {
  return message.body?.type === 'system';
}

/** Whether a role is at least this one. */
export function hasRank(role: Role | null, least: Role): boolean {
  return role !== null && RANK[role] >= RANK[least];
}

/** Whether the viewer may do this in a group they are in. */
export function may(head: Pick<Conversation, 'role' | 'permissions'>, what: keyof Permissions): boolean {
  return head.permissions !== null && hasRank(head.role, head.permissions[what]);
}

/** A group's head after somebody came or went, or a rule changed. `me` is the viewer. */
export function withSystem(head: Conversation, { body, sender, seq }: System, me: string): Conversation {
  const { action, members } = body;
  switch (action) {
    case 'added':
      return { ...head, member_count: head.member_count + members.length };
    case 'joined':
      return { ...head, member_count: head.member_count + 1 };
    case 'left':
      return parted(head, [sender], seq, me);
    case 'removed':
      return parted(head, members, seq, me);
    case 'role':
      return members.includes(me) ? allowed({ ...head, role: body.role }) : head;
    case 'created':
    case 'title':
      return { ...head, title: body.title ?? head.title };
    case 'permissions':
      return allowed({ ...head, permissions: body.permissions ?? head.permissions });
    case 'history':
      return { ...head, history: body.history ?? head.history };
    case 'picture':
      return head;
  }
}

/** What an event leaves unsaid and the server must be asked for: pictures, other faces, and all where I come or go myself. */
export function leavesUnsaid(event: Event, head: Conversation | undefined, me: string): boolean {
  if (event.kind === 'accepted') return true;
  if (event.kind === 'message' || !isSystem(event.message)) return false;
  const { action, members } = event.message.body;
  if (action === 'picture') return true;
  if (action === 'joined' || action === 'left') return event.sender === me || changesFaces(head, [event.sender]);
  if (action === 'added' || action === 'removed') return members.includes(me) || changesFaces(head, members);
  return action === 'role' && members.includes(me);
}

/** Back in a group: what was said meanwhile stays with those who were there, so the log begins anew. */
export function returns({ body, sender }: System, me: string): boolean {
  return body.action === 'joined' ? sender === me : body.action === 'added' && body.members.includes(me);
}

function changesFaces(head: Conversation | undefined, ids: readonly string[]): boolean {
  if (head === undefined) return false;
  return head.faces.length < 2 || head.faces.some((face) => ids.includes(face.id));
}

function parted(head: Conversation, gone: readonly string[], seq: number, me: string): Conversation {
  if (gone.includes(me)) return { ...head, role: null, sending: 'closed', to_seq: seq };
  const marks = head.marks.filter((mark) => !gone.includes(mark.account_id));
  return { ...head, marks, member_count: Math.max(0, head.member_count - gone.length) };
}

function allowed(head: Conversation): Conversation {
  if (head.sending === 'closed') return head;
  return { ...head, sending: may(head, 'send') ? 'open' : 'read_only' };
}
