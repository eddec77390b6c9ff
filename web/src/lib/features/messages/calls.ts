import { api, user } from '#lib/api/client.ts';
import type { Ballots, Body, Conversation, Event, Held, InboxPage, People, Person, Proof } from '#lib/api/types.ts';
import type { SyncAnswer } from '#lib/live/sync.ts';
import type { MessagePage } from './fold.ts';

export type Tab = 'conversations' | 'requests' | 'archived';

const one = (id: string) => `/conversations/${encodeURIComponent(id)}`;

export const fetchInbox = (tab: Tab, cursor: string | null) => api.get<InboxPage>('/inbox', { tab, cursor });

/** Conversations and archived ones, by words of a name or title. */
export const searchInbox = (q: string, signal: AbortSignal) => api.get<InboxPage>('/inbox', { q }, signal);

/** At most 100 of those who are or were in a group. */
export const fetchPeople = (id: string, ids: readonly string[]) =>
  api.get<{ people: Person[] }>(`${one(id)}/people?${new URLSearchParams(ids.map((account_id) => ['ids', account_id]))}`);

export const fetchConversation = (id: string) => api.get<Conversation>(one(id));

/** The 1:1 with this person, made if there was none. */
export const conversationWith = (handle: string) => api.put<Conversation>(`${user(handle)}/conversation`);

/** Without `before`, the newest. Ascending. */
export const fetchMessages = (id: string, before?: number) =>
  api.get<MessagePage>(`${one(id)}/messages`, { before, limit: 50 });

/** Only these, as far as they are there for me. */
export const fetchTheseMessages = (id: string, seqs: readonly number[]) =>
  api.get<MessagePage>(`${one(id)}/messages?${new URLSearchParams(seqs.map((seq) => ['seqs', String(seq)]))}`);

/** The one pinned last first. */
export const fetchPins = (id: string) => api.get<MessagePage>(`${one(id)}/pins`);

/** What it said before, the eldest first. */
export const fetchVersions = (id: string, seq: number) =>
  api.get<{ versions: { body: Body; until: string }[] }>(`${one(id)}/messages/${seq}/versions`);

export const fetchReactions = (id: string, seq: number) =>
  api.get<{ reactions: { emoji: string; count: number; people: Person[] }[] }>(`${one(id)}/messages/${seq}/reactions`);

export const fetchEvents = (id: string, after: number) =>
  api.get<{ events: Event[]; gap: boolean; last_seq: number }>(`${one(id)}/events`, { after, limit: 500 });

/** Who chose what in a poll that is not anonymous. */
export const fetchVotes = (id: string, seq: number) => api.get<Ballots>(`${one(id)}/messages/${seq}/votes`);

export const fetchSync = (cursor: string) => api.get<SyncAnswer & { at: string }>('/sync', { cursor });

export const postProof = (conversations: readonly Held[]) => api.post<Proof>('/sync/proof', { conversations });

export const putAcceptance = (id: string, accepted: boolean) =>
  api.put<Conversation>(`${one(id)}/acceptance`, { accepted });

/** How I keep a conversation. */
export type Keeping = {
  pinned?: boolean;
  archived?: boolean;
  mute?: '1h' | '8h' | '1w' | 'always' | 'off';
  marked_unread?: boolean;
};
export const patchMine = (id: string, keeping: Keeping) => api.patch<Conversation>(`${one(id)}/mine`, keeping);

/** Who a request is from, for who asks to see it; they are not told. */
export const fetchStranger = (id: string) => api.get<Person>(`${one(id)}/person`);

export const putBlock = (id: string) => api.put(`${one(id)}/block`);

export const fetchFriends = () => api.get<People>('/me/friends');

export const searchPeople = (q: string, signal: AbortSignal) => api.get<People>('/people', { q }, signal);
