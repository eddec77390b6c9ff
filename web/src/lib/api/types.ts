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
export type Role = Schemas['Member']['role'];
export type Permissions = Schemas['Permissions'];
export type Body = Schemas['TextBody'];
/** In an answer every field is there. */
export type SystemBody = Required<Schemas['SystemBody']>;
export type Message = Omit<Schemas['Message'], 'body'> & { body: Body | SystemBody | null };
type With<Sort> = Omit<Sort, 'message'> & { message: Message };
export type Event = With<Schemas['MessageEvent']> | With<Schemas['SystemEvent']> | Schemas['AcceptedEvent'];
export type Marks = Schemas['Marks'];
export type Origin = Schemas['Origin'];
export type Conversation = Omit<Schemas['Conversation'], 'last_message'> & { last_message: Message | null };
export type Member = Schemas['Member'];
export type Invited = Schemas['Invited'];
export type Members = Schemas['Members'];
export type Invitation = Schemas['Invitation'];
export type Invitations = Schemas['Invitations'];
export type Activity = Schemas['Activity'];
export type Activities = Schemas['Activities'];
export type InboxPage = Omit<Schemas['Inbox'], 'conversations'> & { conversations: Conversation[] };
export type ServerInfo = Schemas['Server'];
export type SignedIn = Schemas['SignedIn'];
export type Mail = Schemas['KeptMail'];
export type Problem = Omit<Schemas['Problem'], 'detail'> & { detail?: string; [data: string]: unknown };
