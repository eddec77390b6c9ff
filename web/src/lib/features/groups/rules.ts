import type { Conversation, Member, Permissions, Role } from '#lib/api/types.ts';
import { hasRank, may } from '#lib/features/messages/membership.ts';


const RANK: Record<Role, number> = { member: 0, admin: 1, owner: 2 };

/** Whether a member stands below the viewer: only then can they be removed, or made something else. */
function isBelow(head: Conversation, member: Member): boolean {
  return head.role !== null && RANK[head.role] > RANK[member.role];
}

export function mayRemove(head: Conversation, member: Member): boolean {
  return may(head, 'remove') && isBelow(head, member);
}

/** The roles that the viewer may give this member, beside the one they have. Nobody makes another more than they are. */
export function rolesFor(head: Conversation, member: Member): Role[] {
  if (!may(head, 'manage') || !isBelow(head, member)) return [];
  return (['owner', 'admin', 'member'] as const).filter((role) => role !== member.role && hasRank(head.role, role));
}

/** Who may be given a permission: removing people and making rules is never for everybody. */
export function answersFor(what: keyof Permissions): Role[] {
  return what === 'remove' || what === 'manage' ? ['admin', 'owner'] : ['member', 'admin', 'owner'];
}

/** Who becomes an owner when the viewer, the last one, leaves: the eldest admin, else the eldest member. */
export function heirOf(list: readonly Member[], me: string): Member | null {
  const others = list.filter(({ person }) => person.id !== me);
  if (others.some(({ role }) => role === 'owner')) return null;
  const admins = others.filter(({ role }) => role === 'admin');
  const [eldest = null] = (admins.length > 0 ? admins : others).toSorted((a, b) => (a.joined_at < b.joined_at ? -1 : 1));
  return eldest;
}

/** What the pane beside a thread shows: the address names it. */
export type DetailsView = 'main' | 'people' | 'add' | 'gallery';
