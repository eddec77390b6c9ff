/** The API's shapes; docs/api.md says what each field means. */

export type Avatar = { small: string; medium: string; large: string } | null;

export type Person = { id: string; handle: string; display_name: string; avatar: Avatar };

export type Me = Person & {
  email: string | null;
  email_verified: boolean;
  private: boolean;
  show_presence: boolean;
  locale: string;
  minor: boolean;
  created_at: string;
};

export type Relation = {
  following: 'no' | 'requested' | 'yes';
  followed_by: boolean;
  friends: boolean;
  blocking: boolean;
  muting: boolean;
  close_friend: boolean;
  requests_you: boolean;
};

export type Profile = Person & {
  bio: string;
  pronouns: string;
  links: string[];
  private: boolean;
  follower_count: number;
  following_count: number;
  mutuals: { count: number; people: Person[] };
  can_message: boolean;
  relation: Relation;
  is_me: boolean;
  created_at: string;
};

export type ListedPerson = { person: Person; relation: Relation };
export type People = { people: ListedPerson[]; next_cursor: string | null };

export type Device = { id: string; name: string; created_at: string; last_seen_at: string; current: boolean };

export type Body = { type: 'text'; text: string };

export type Message = {
  id: string;
  client_id: string;
  conversation_id: string;
  seq: number;
  n: number | null;
  sender: string;
  body: Body | null;
  sent_at: string;
};

type EventHead = {
  conversation_id: string;
  seq: number;
  id: string;
  n: number | null;
  sender: string;
  client_id: string | null;
  sent_at: string;
};
export type Event = EventHead & ({ kind: 'message'; message: Message } | { kind: 'accepted' });

export type Marks = { account_id: string; delivered_seq: number; read_seq: number };

export type Conversation = {
  id: string;
  kind: 'direct' | 'group';
  title: string | null;
  person: Person | null;
  last_seq: number;
  last_n: number;
  read_seq: number;
  read_n: number;
  unread: number;
  state: 'accepted' | 'request' | 'pending' | 'ignored';
  sending: 'open' | 'one_text' | 'waiting' | 'closed';
  marks: Marks[];
  last_message: Message | null;
  active_at: string;
  created_at: string;
};

export type InboxPage = {
  conversations: Conversation[];
  next_cursor: string | null;
  counts: { unread: number; requests: number };
};

export type ServerInfo = {
  name: string;
  version: string;
  minimum_age: number;
  languages: string[];
  demo: boolean;
  demo_people: Person[];
};

export type SignedIn = { account: Me; token: string | null };

export type Mail = { id: string; to: string; subject: string; text: string; sent_at: string };

export type Problem = {
  type: string;
  title: string;
  status: number;
  code: string;
  detail?: string;
  [data: string]: unknown;
};
