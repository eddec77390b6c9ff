/** What travels between this client and the server's messages: the shapes of docs/api.md. */

export interface Avatar {
  small: string;
  medium: string;
  large: string;
}

export interface Person {
  id: string;
  handle: string;
  display_name: string;
  avatar: Avatar | null;
}

/** A closed union on `type`; text is 1 to 8,000 characters. */
export interface Body {
  type: 'text';
  text: string;
}

export interface Message {
  id: string;
  client_id: string;
  conversation_id: string;
  seq: number;
  n: number | null;
  sender: string;
  /** Null once it is gone. */
  body: Body | null;
  sent_at: string;
}

interface EventHead {
  conversation_id: string;
  seq: number;
  id: string;
  n: number | null;
  sender: string;
  client_id: string | null;
  sent_at: string;
}

/** One step of a conversation's log. A closed union on `kind`. */
export type LogEvent =
  | (EventHead & { kind: 'message'; message: Message })
  | (EventHead & { kind: 'accepted' });

/** What somebody else has got and read. */
export interface Marks {
  account_id: string;
  delivered_seq: number;
  read_seq: number;
}

export interface Conversation {
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
}

/** RFC 9457, with the stable `code` to switch on. */
export interface Problem {
  status: number;
  code: string;
  title: string;
  detail?: string | null;
  retry_after_s?: number;
}

export type ClientFrame =
  | { op: 'hello'; cursor?: string }
  | { op: 'send'; conversation_id: string; client_id: string; body: Body }
  | { op: 'read' | 'delivered'; conversation_id: string; seq: number }
  | { op: 'typing'; conversation_id: string }
  | { op: 'watch'; account_ids: string[] }
  | { op: 'ping' };

export type ServerFrame =
  | { op: 'ready'; account_id: string; cursor: string; heartbeat_s: number }
  | { op: 'ok'; client_id: string; conversation_id: string; seq: number; n: number | null; id: string; sent_at: string }
  | ({ op: 'error'; client_id?: string | null } & Problem)
  | { op: 'message'; message: Message }
  | { op: 'event'; event: LogEvent }
  | { op: 'receipt'; conversation_id: string; account_id: string; delivered_seq: number; read_seq: number }
  | { op: 'mark'; conversation_id: string; read_seq: number; read_n: number }
  | { op: 'typing'; conversation_id: string; account_id: string }
  | { op: 'presence'; account_id: string; online: boolean; last_seen_at: string | null }
  | { op: 'changed'; conversation_id: string }
  | { op: 'pong'; cursor: string };

export type Frame<Op extends ServerFrame['op']> = Extract<ServerFrame, { op: Op }>;

/** The log event that a pushed message stands for. */
export function eventOf(message: Message): LogEvent {
  const { id, client_id, conversation_id, seq, n, sender, sent_at } = message;
  return { kind: 'message', id, client_id, conversation_id, seq, n, sender, sent_at, message };
}
