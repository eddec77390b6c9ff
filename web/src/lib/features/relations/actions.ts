import { api, user } from '#lib/api/client.ts';
import type { Person, Relation } from '#lib/api/types.ts';
import { sentence } from '#lib/app/problems.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { relations } from './relations.svelte.ts';

/** Shows `guess` at once; the server's answer replaces it, a refusal takes exactly it back. Returns whether it was done. */
async function change(handle: string, guess: Partial<Relation>, ask: () => Promise<Relation>): Promise<boolean> {
  const before = relations.of(handle);
  const shown = { ...before, ...guess };
  relations.learn(handle, shown);
  try {
    relations.learn(handle, await ask());
    return true;
  } catch (problem) {
    // Something newer may stand there by now; that is not ours to take back.
    if (relations.of(handle) === shown) relations.learn(handle, before);
    toasts.tell(sentence(problem));
    return false;
  }
}

/** `asks`: the account is private, so this only asks. */
export function follow(handle: string, asks = false): Promise<boolean> {
  const { followed_by } = relations.of(handle);
  const guess: Partial<Relation> = asks ? { following: 'requested' } : { following: 'yes', friends: followed_by };
  return change(handle, guess, () => api.put<Relation>(`${user(handle)}/follow`));
}

export function unfollow(handle: string): Promise<boolean> {
  const guess: Partial<Relation> = { following: 'no', friends: false, close_friend: false };
  return change(handle, guess, () => api.delete<Relation>(`${user(handle)}/follow`));
}

/** Unfollows and offers the way back for a while. */
export async function unfollowWithUndo(person: Pick<Person, 'handle' | 'display_name'>): Promise<void> {
  const wasRequest = relations.of(person.handle).following === 'requested';
  if (!(await unfollow(person.handle))) return;
  const said = wasRequest
    ? m.relation_request_withdrawn()
    : m.relation_unfollowed({ name: person.display_name });
  toasts.tell(said, { label: m.undo(), act: () => follow(person.handle, wasRequest) });
}

export function block(handle: string): Promise<boolean> {
  const guess: Partial<Relation> = {
    blocking: true,
    following: 'no',
    followed_by: false,
    friends: false,
    close_friend: false,
    requests_you: false
  };
  return change(handle, guess, () => api.put<Relation>(`${user(handle)}/block`));
}

export function unblock(handle: string): Promise<boolean> {
  return change(handle, { blocking: false }, () => api.delete<Relation>(`${user(handle)}/block`));
}

export function setMuting(handle: string, muting: boolean): Promise<boolean> {
  const path = `${user(handle)}/mute`;
  return change(handle, { muting }, () => (muting ? api.put<Relation>(path) : api.delete<Relation>(path)));
}

export function setCloseFriend(handle: string, close: boolean): Promise<boolean> {
  const path = `${user(handle)}/close-friend`;
  return change(handle, { close_friend: close }, () => (close ? api.put<Relation>(path) : api.delete<Relation>(path)));
}

export function removeFollower(handle: string): Promise<boolean> {
  const guess: Partial<Relation> = { followed_by: false, friends: false };
  return change(handle, guess, () => api.delete<Relation>(`${user(handle)}/follower`));
}

/** Accepts or ignores somebody's request to follow; they cannot tell ignored from waiting. */
export function answerRequest(handle: string, accept: boolean): Promise<boolean> {
  const path = `/me/follow-requests/${encodeURIComponent(handle)}`;
  const { following } = relations.of(handle);
  const guess: Partial<Relation> = accept
    ? { requests_you: false, followed_by: true, friends: following === 'yes' }
    : { requests_you: false };
  return change(handle, guess, () => (accept ? api.put<Relation>(path) : api.delete<Relation>(path)));
}
