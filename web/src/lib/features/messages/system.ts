import type { Called, Person } from '#lib/api/types.ts';
import { lasting, listed, timeOf } from '#lib/app/format.ts';
import { nicknames } from '#lib/features/order/nicknames.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import type { System } from './membership.ts';

const MOST_NAMES = 4;

/** The short name somebody is called by in a line about several: the first word, unless it is a mere letter or title. */
export function callName(display_name: string): string {
  const first = display_name.trim().split(/\s+/)[0] ?? '';
  return [...first].length > 1 && !first.endsWith('.') ? first : display_name;
}

/** What I call somebody in such a line: the whole of a nickname, which may be of several words that belong together. */
export function callingName(person: Pick<Person, 'id' | 'display_name'>): string {
  return nicknames.of(person.id) ?? callName(person.display_name);
}

/** Whose names the line needs before it can be said. */
export function peopleIn({ sender, body }: System): string[] {
  return [sender, ...body.members.slice(0, MOST_NAMES)];
}

/** What happened, in words: 'Dana added you and Gil'. `nameOf` gives the name of anybody but the viewer. */
export function systemWords(message: System, me: string, nameOf: (account_id: string) => string): string[] {
  const { sender, body } = message;
  const mine = sender === me;
  const name = mine ? '' : nameOf(sender);
  switch (body.action) {
    case 'created': {
      const title = body.title ?? '';
      const made = mine ? m.system_created_mine({ title }) : m.system_created({ name, title });
      return body.members.length > 0 ? [made, added(message, me, nameOf)] : [made];
    }
    case 'added':
      return [added(message, me, nameOf)];
    case 'removed':
      return [removed(message, me, nameOf)];
    case 'joined':
      return [mine ? m.system_joined_mine() : m.system_joined({ name })];
    case 'left':
      return [mine ? m.system_left_mine() : m.system_left({ name })];
    case 'role':
      return [roles(message, me, nameOf)];
    case 'title':
      return [mine ? m.system_title_mine({ title: body.title ?? '' }) : m.system_title({ name, title: body.title ?? '' })];
    case 'picture':
      return [mine ? m.system_picture_mine() : m.system_picture({ name })];
    case 'permissions':
      return [mine ? m.system_permissions_mine() : m.system_permissions({ name })];
    case 'timer':
      return [timerWords(mine, name, body.timer_s ?? null)];
    case 'call':
      return [callWords(body.call, mine)];
    case 'history':
      return [body.history === 'all' ? m.system_history_all() : m.system_history_joined()];
  }
}

/** 'Missed call', 'Video call, 3:12'. */
function callWords(call: Called | null, mine: boolean): string {
  const { video = false, outcome = 'ended', duration_s = 0 } = call ?? {};
  if (outcome === 'missed') return mine ? (video ? m.calls_log_video_unanswered() : m.calls_log_unanswered()) : video ? m.calls_log_video_missed() : m.calls_log_missed();
  if (outcome === 'declined') return video ? m.calls_log_video_declined() : m.calls_log_declined();
  if (outcome === 'failed') return video ? m.calls_log_video_failed() : m.calls_log_failed();
  const time = timeOf(duration_s);
  return video ? m.calls_log_video_ended({ time }) : m.calls_log_ended({ time });
}

/** How long what is said from now on stays. */
function timerWords(mine: boolean, name: string, timer_s: number | null): string {
  if (timer_s === null) return mine ? m.system_timer_off_mine() : m.system_timer_off({ name });
  const time = lasting(timer_s);
  return mine ? m.system_timer_mine({ time }) : m.system_timer({ name, time });
}

/** People as somebody does something to them: 'you, Gil and Dana'. */
function objects(members: readonly string[], me: string, nameOf: (id: string) => string): string {
  const others = members.filter((id) => id !== me);
  const room = MOST_NAMES - Number(others.length < members.length);
  const named = others.slice(0, others.length > room ? room - 1 : room).map((id) => m.system_object({ name: nameOf(id) }));
  const more = others.length - named.length;
  const you = others.length < members.length ? [m.system_object_you()] : [];
  return listed([...you, ...named, ...(more > 0 ? [m.system_object_more({ count: more })] : [])]);
}

function added({ sender, body: { members } }: System, me: string, nameOf: (id: string) => string): string {
  const people = objects(members, me, nameOf);
  if (sender === me) return m.system_added_mine({ people });
  const name = nameOf(sender);
  if (!members.includes(me)) return m.system_added({ name, people });
  return members.length === 1 ? m.system_added_you({ name }) : m.system_added_you_and({ name, people });
}

function removed({ sender, body: { members } }: System, me: string, nameOf: (id: string) => string): string {
  const people = objects(members, me, nameOf);
  if (sender === me) return m.system_removed_mine({ people });
  const name = nameOf(sender);
  if (!members.includes(me)) return m.system_removed({ name, people });
  return members.length === 1 ? m.system_removed_you({ name }) : m.system_removed_you_and({ name, people });
}

function roles({ body: { members, role } }: System, me: string, nameOf: (id: string) => string): string {
  const [first = me] = members;
  if (first === me) {
    if (role === 'owner') return m.system_owner_you();
    return role === 'admin' ? m.system_admin_you() : m.system_member_you();
  }
  const name = nameOf(first);
  if (role === 'owner') return m.system_owner({ name });
  return role === 'admin' ? m.system_admin({ name }) : m.system_member({ name });
}
