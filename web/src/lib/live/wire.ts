import type { Event as LogEvent, Message, Problem, Sent, Wish } from '#lib/api/types.ts';

/** The gateway's frames: docs/api.md, 'The gateway'. OpenAPI cannot describe them. */

export type Doing = 'writing' | 'recording';

export type ClientFrame =
  | { op: 'hello'; cursor?: string }
  | { op: 'send'; conversation_id: string; client_id: string; body: Sent }
  | { op: 'change'; conversation_id: string; client_id: string; change: Wish }
  | { op: 'read' | 'delivered'; conversation_id: string; seq: number }
  | { op: 'typing'; conversation_id: string; doing?: Doing }
  | { op: 'watch'; account_ids: string[] }
  | { op: 'ping' };

export type ServerFrame =
  | { op: 'ready'; account_id: string; cursor: string; heartbeat_s: number }
  | { op: 'ok'; client_id: string; conversation_id: string; seq: number; n: number | null; id: string; sent_at: string; expires_at?: string }
  | (Problem & { op: 'error'; client_id?: string | null })
  | { op: 'message'; message: Said }
  | { op: 'event'; event: LogEvent }
  | { op: 'receipt'; conversation_id: string; account_id: string; delivered_seq: number; read_seq: number | null }
  | { op: 'mark'; conversation_id: string; read_seq: number; read_n: number }
  | { op: 'typing'; conversation_id: string; account_id: string; doing: Doing }
  | { op: 'presence'; account_id: string; online: boolean; last_seen_at: string | null }
  | { op: 'changed'; conversation_id: string }
  | { op: 'invitation' | 'scheduled'; conversation_id: string }
  | { op: 'hidden'; conversation_id: string; seqs: number[] }
  | { op: 'media'; id: string; state: 'making' | 'ready' | 'refused'; reason?: string }
  | { op: 'draft'; conversation_id: string; text: string; at: string }
  | { op: 'activity' | 'folders' | 'nicknames' | 'sync' }
  | { op: 'pong'; cursor: string };

/** What somebody wrote has a number among the unread; what a group tells of itself comes as an event. */
export type Said = Message & { n: number };

export type Frame<Op extends ServerFrame['op']> = Extract<ServerFrame, { op: Op }>;

/** The log event that a pushed message stands for. */
export function eventOf(message: Said): LogEvent {
  const { id, client_id, conversation_id, seq, n, sender, sent_at } = message;
  return { kind: 'message', id, client_id, conversation_id, seq, n, sender, sent_at, message };
}
