import type { Conversation, Member, Role } from '#lib/api/types.ts';
import { hasRank, may } from '#lib/features/messages/membership.ts';

export const LONGEST_TITLE = 80;

/** Whether the viewer may take this member out. Nobody takes out who stands above them. */
export function mayRemove(head: Conversation, member: Member): boolean {
  return may(head, 'remove') && hasRank(head.role, member.role);
}

/** The roles that the viewer may give this member, beside the one they have. */
export function rolesFor(head: Conversation, member: Member): Role[] {
  if (!may(head, 'manage') || !hasRank(head.role, member.role)) return [];
  return (['owner', 'admin', 'member'] as const).filter((role) => role !== member.role && hasRank(head.role, role));
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
export type DetailsView = 'main' | 'people' | 'add';
