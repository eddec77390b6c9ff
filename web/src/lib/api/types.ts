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
export type Role = 'owner' | 'admin' | 'member';
export type Permissions = { send: Role; edit: Role; add: Role; remove: Role; manage: Role };
export type Body = Schemas['TextBody'];
export type SystemBody = {
  type: 'system';
  action: 'created' | 'added' | 'joined' | 'left' | 'removed' | 'role' | 'title' | 'picture' | 'permissions' | 'history';
  members: string[];
  title: string | null;
  role: Role | null;
  permissions: Permissions | null;
  history: 'joined' | 'all' | null;
};
export type Message = Omit<Schemas['Message'], 'n' | 'body'> & { n: number | null; body: Body | SystemBody | null };
export type Event =
  | (Omit<Schemas['MessageEvent'], 'message'> & { message: Message })
  | (Omit<Schemas['AcceptedEvent'], 'kind'> & { kind: 'system'; message: Message })
  | Schemas['AcceptedEvent'];
export type Marks = Schemas['Marks'];
export type Conversation = Omit<Schemas['Conversation'], 'sending' | 'last_message'> & {
  picture: Avatar;
  faces: Person[];
  member_count: number;
  role: Role | null;
  permissions: Permissions | null;
  history: 'joined' | 'all';
  from_seq: number;
  to_seq: number | null;
  sending: Schemas['Conversation']['sending'] | 'read_only';
  last_message: Message | null;
};
export type Member = { person: Person; role: Role; joined_at: string };
export type Invited = { person: Person; by: string; at: string };
export type Members = { members: Member[]; invited: Invited[]; next_cursor: string | null };
export type InboxPage = Omit<Schemas['Inbox'], 'conversations'> & { conversations: Conversation[] };
export type ServerInfo = Schemas['Server'];
export type SignedIn = Schemas['SignedIn'];
export type Mail = Schemas['KeptMail'];
export type Problem = Omit<Schemas['Problem'], 'detail'> & { detail?: string; [data: string]: unknown };
