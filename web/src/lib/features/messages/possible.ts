import type { Body, CardBody, Conversation, MediaBody, Member, Message, TextBody } from '#lib/api/types.ts';
import { limits } from '#lib/app/limits.svelte.ts';
import { isSystem, may } from './membership.ts';

/** What can be done with a message. */
export type Deed = 'react' | 'reply' | 'forward' | 'edit' | 'pin' | 'unpin' | 'versions' | 'reactions' | 'unsend';

/** Whether one may react and pin here; in a group also who only reads. */
export function joinsIn({ state, sending }: Conversation): boolean {
  return state === 'accepted' && (sending === 'open' || sending === 'read_only');
}

export function mayReply(head: Conversation, message: Message): boolean {
  return head.state === 'accepted' && head.sending === 'open' && message.body !== null && !isSystem(message);
}

export function mayEdit(head: Conversation, message: Message, me: string, now: number): boolean {
  if (!mayReply(head, message) || message.sender !== me || !worded(message.body) || isOnce(message)) return false;
  return hands(message) === 0 && now - Date.parse(message.sent_at) < limits.sizes.edit_h * 3_600_000;
}

/** Of all that can be done with messages, what the viewer can do with this one. `below`: its sender stands below them. */
export function possible(head: Conversation, message: Message, me: string, now: number, below: boolean): Deed[] {
  if (isSystem(message)) return [];
  const said = message.body !== null;
  const joins = said && joinsIn(head);
  const pins = joins && (head.kind === 'direct' || may(head, 'pin'));
  const unsends = said && head.to_seq === null && (message.sender === me || (may(head, 'remove') && below));
  const deeds: [Deed, boolean][] = [
    ['react', joins],
    ['reply', mayReply(head, message)],
    ['forward', said && !isOnce(message)],
    ['edit', mayEdit(head, message, me, now)],
    ['pin', pins && !message.pinned],
    ['unpin', pins && message.pinned === true],
    ['reactions', said && (message.reactions ?? []).length > 0],
    ['versions', said && message.edited_at !== undefined],
    ['unsend', unsends]
  ];
  return deeds.flatMap(([deed, can]) => (can ? [deed] : []));
}

/** What has words of its own, or may have: a text, and what stands beside photos, videos, files and posts. */
export function worded(body: Body | null): body is TextBody | MediaBody | CardBody {
  return body?.type === 'text' || body?.type === 'media' || body?.type === 'card';
}

/** Whether it can be seen once by each. */
export function isOnce({ body }: { body: Body | null }): boolean {
  return body !== null && 'view_once' in body && body.view_once === true;
}

/** Whether somebody has a lesser role here. Owners and admins come first in the list, so who is not in it is none. */
export function standsBelow(head: Conversation, account_id: string, members: readonly Member[]): boolean {
  const role = members.find(({ person }) => person.id === account_id)?.role ?? 'member';
  return head.role === 'owner' ? role !== 'owner' : head.role === 'admin' && role === 'member';
}

/** How many hands a message has gone through. */
export function hands({ body }: { body: Body | null }): number {
  return body && 'forwarded' in body ? (body.forwarded ?? 0) : 0;
}
