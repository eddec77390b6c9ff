import type { Conversation, Member, Permissions, Person, Role } from '#lib/api/types.ts';
import { listed } from '#lib/app/format.ts';
import { sentence } from '#lib/app/problems.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { conversations } from '#lib/features/messages/conversations.svelte.ts';
import { callingName } from '#lib/features/messages/system.ts';
import { m } from '#lib/paraglide/messages.js';
import { deleteMember, deleteMembership, deletePicture, patchGroup, postGroup, postMembers, putPicture, putRole } from './calls.ts';
import type { GroupChange, NewGroup } from './calls.ts';
import { members } from './members.svelte.ts';

/** Made, and its picture with it. A picture that is not taken does not take the group away again. */
export async function make(group: NewGroup, picture: Blob | null): Promise<Conversation> {
  const made = await postGroup(group);
  conversations.put([made]);
  if (picture !== null) {
    const shown = await putPicture(made.id, picture).catch((problem: unknown) => toasts.tell(`${m.group_made_without_picture()} ${sentence(problem)}`));
    if (shown) conversations.put([shown]);
  }
  return made;
}

/** Shows the change at once; a refusal takes exactly it back. Returns whether it was done. */
async function change(head: Conversation, guess: Partial<Conversation>, asked: GroupChange): Promise<boolean> {
  const end = conversations.assume(head.id, guess);
  try {
    conversations.put([await patchGroup(head.id, asked)]);
    return true;
  } catch (problem) {
    toasts.tell(sentence(problem));
    return false;
  } finally {
    end();
  }
}

export async function rename(head: Conversation, title: string): Promise<boolean> {
  const before = head.title;
  const done = await change(head, { title }, { title });
  if (done) toasts.tell(m.group_renamed(), { label: m.talk_undo(), act: () => change(head, { title: before }, { title: before }) });
  return done;
}

export function setPermission(head: Conversation, what: keyof Permissions, role: Role): Promise<boolean> {
  if (head.permissions === null) return Promise.resolve(false);
  return change(head, { permissions: { ...head.permissions, [what]: role } }, { permissions: { [what]: role } });
}

export function setHistory(head: Conversation, history: Conversation['history']): Promise<boolean> {
  return change(head, { history }, { history });
}

export async function setPicture(head: Conversation, picture: Blob | null): Promise<void> {
  conversations.put([await (picture === null ? deletePicture(head.id) : putPicture(head.id, picture))]);
}

/** Some are in at once, some are asked: it is said who. */
export async function add(head: Conversation, people: readonly Person[]): Promise<void> {
  const { added, invited } = await postMembers(head.id, people.map(({ handle }) => handle));
  await Promise.all([members.of(head.id).load(), conversations.refetch(head.id)]);
  const told = [
    added.length > 0 && m.group_added({ names: named(added), count: added.length }),
    invited.length > 0 && m.group_asked({ names: named(invited), count: invited.length })
  ];
  toasts.tell(told.filter(Boolean).join(' '));
}

function named(people: readonly Person[]): string {
  return listed(people.map((person) => callingName(person)));
}

/** It cannot be taken back: who comes again reads only from then on. So the screen asks before. */
export async function remove(head: Conversation, person: Person): Promise<void> {
  if (await attempt(head, () => deleteMember(head.id, person.id))) members.of(head.id).drop([person.id]);
}

/** The question is taken back; the notice offers to ask again. */
export async function takeBack(head: Conversation, person: Person): Promise<void> {
  if (!(await attempt(head, () => deleteMember(head.id, person.id)))) return;
  members.of(head.id).drop([person.id]);
  const again = () => attempt(head, () => postMembers(head.id, [person.handle]));
  toasts.tell(m.group_not_asked({ name: callingName(person) }), { label: m.talk_undo(), act: again });
}

export async function setRole(head: Conversation, { person, role: before }: Member, role: Role): Promise<void> {
  const list = members.of(head.id);
  list.promote(person.id, role);
  if (!(await attempt(head, () => putRole(head.id, person.id, role)))) return list.promote(person.id, before);
  const name = callingName(person);
  const told = role === 'owner' ? m.system_owner({ name }) : role === 'admin' ? m.system_admin({ name }) : m.system_member({ name });
  // An owner stands beside, and can only step back by themselves.
  if (role === 'owner') return toasts.tell(told);
  toasts.tell(told, { label: m.talk_undo(), act: () => attempt(head, () => putRole(head.id, person.id, before)) });
}

export async function leave(head: Conversation): Promise<boolean> {
  const end = conversations.assume(head.id, { sending: 'closed' });
  const left = await attempt(head, () => deleteMembership(head.id));
  if (left) await conversations.refetch(head.id).catch(() => undefined);
  end();
  return left;
}

/** What was done is in the log; the list and the head are asked for all the same, where the log does not say all. */
async function attempt(head: Conversation, act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    void members.of(head.id).load();
    void conversations.refetch(head.id).catch(() => undefined);
    return true;
  } catch (problem) {
    toasts.tell(sentence(problem));
    return false;
  }
}
