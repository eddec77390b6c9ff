import type { Invitation, Origin } from '#lib/api/types.ts';
import { listed } from '#lib/app/format.ts';
import { shownName } from '#lib/features/order/nicknames.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { dayName, monthName } from './when.ts';

type Known = Origin['mutuals'];

const RECENT_MS = 45 * 86_400_000;

/** Who somebody is, without saying it: 'Someone Fatou and Gil know'. */
export function whoIs({ mutuals, shared_groups }: Origin): string {
  if (mutuals.count > 0) return m.request_known({ count: mutuals.count, names: namesOf(mutuals) });
  if (shared_groups.count > 0) return m.request_group({ titles: titlesOf(shared_groups) });
  return m.request_unknown();
}

/** What else can be said: a group that both are in, and how long they have been here. */
export function whatElse({ mutuals, shared_groups, created_at }: Origin): string {
  const also = mutuals.count > 0 && shared_groups.count > 0 ? [m.request_also_group({ titles: titlesOf(shared_groups) })] : [];
  const when = since(created_at);
  return [...also, also.length > 0 ? m.request_since({ when }) : m.request_since_start({ when })].join(' · ');
}

/** Whether a friend knows them, so that answering comes before ignoring. */
export function isKnown({ mutuals }: Origin): boolean {
  return mutuals.count > 0;
}

/** Who of mine is in a group that I am invited to. */
export function friendsIn({ friends }: Invitation): string {
  return friends.count > 0 ? m.invite_friends({ count: friends.count, names: namesOf(friends) }) : m.invite_no_friends();
}

function namesOf({ count, people }: Known): string {
  const names = people.map(shownName);
  const more = count - names.length;
  return listed(more > 0 ? [...names, m.request_others({ count: more })] : names);
}

function titlesOf({ count, titles }: Origin['shared_groups']): string {
  const more = count - titles.length;
  return listed(more > 0 ? [...titles, m.request_groups({ count: more })] : titles);
}

/** The day while it is fresh, since that is what makes one careful; later the month. */
function since(created_at: string): string {
  const day = dayName(created_at);
  if (day.today) return m.request_today();
  if (day.yesterday) return m.request_yesterday();
  return Date.now() - Date.parse(created_at) < RECENT_MS ? day.plain : monthName(created_at);
}
