/** The API's shapes, by the names this client uses; docs/api.md says what each field means. schema.ts is made by bin/types. */
import type { components } from './schema.ts';

type Schemas = components['schemas'];

export type Avatar = Schemas['Avatar'] | null;
export type Person = Schemas['Person'];
export type Me = Schemas['Me'];
export type Relation = Schemas['Relation'];
export type Profile = Schemas['Profile'];
export type ListedPerson = Schemas['ListedPerson'];
export type People = Schemas['People'];
export type Device = Schemas['Device'];
export type Body = Schemas['TextBody'];
export type Message = Schemas['Message'];
export type Event = Schemas['MessageEvent'] | Schemas['AcceptedEvent'];
export type Marks = Schemas['Marks'];
export type Origin = {
  mutuals: { count: number; people: Person[] };
  shared_groups: { count: number; titles: string[] };
  created_at: string;
};
export type Conversation = Schemas['Conversation'] & {
  pinned: boolean;
  archived: boolean;
  muted_until: string | null;
  marked_unread: boolean;
  origin: Origin | null;
  picture: Avatar;
  faces: Person[];
  member_count: number;
  to_seq: number | null;
};
export type Invitation = {
  conversation_id: string;
  member_count: number;
  by: Origin;
  friends: { count: number; people: Person[] };
  at: string;
};
export type Activity = { kind: 'follow'; people: ListedPerson[]; count: number; at: string; new: boolean };
export type InboxPage = Omit<Schemas['Inbox'], 'conversations'> & { conversations: Conversation[] };
export type ServerInfo = Schemas['Server'];
export type SignedIn = Schemas['SignedIn'];
export type Mail = Schemas['KeptMail'];
export type Problem = Omit<Schemas['Problem'], 'detail'> & { detail?: string; [data: string]: unknown };
