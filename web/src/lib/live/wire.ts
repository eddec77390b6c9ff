import type { Event as LogEvent, Message, Outcome, Problem, Sent, Wish } from '#lib/api/types.ts';

/** The gateway's frames: docs/api.md, 'The gateway'. OpenAPI cannot describe them. */

export type Doing = 'writing' | 'recording';

/** How a call stands. */
export type Call = {
  id: string;
  conversation_id: string;
  caller: string;
  callee: string;
  video: boolean;
  state: 'ringing' | 'active' | 'over';
  outcome: Outcome | 'busy' | null;
  began_at: string;
  answered_at: string | null;
  rings_s: number;
};

/** What one device in a call tells the other. */
export type Signal = {
  description?: { type: 'offer' | 'answer'; sdp: string };
  candidate?: { candidate: string; mid: string | null; line: number | null; ufrag: string | null };
};

export type CallAsk = { client_id: string; call_id: string } & (
  | { op: 'call'; conversation_id: string; video: boolean }
  | { op: 'call_answer' | 'call_end' }
  | { op: 'call_here'; talking: boolean }
);

export type ClientFrame =
  | CallAsk
  | ({ op: 'call_signal'; call_id: string } & Signal)
  | { op: 'hello'; cursor?: string }
  | { op: 'send'; conversation_id: string; client_id: string; body: Sent }
  | { op: 'change'; conversation_id: string; client_id: string; change: Wish }
  | { op: 'read' | 'delivered'; conversation_id: string; seq: number }
  | { op: 'typing'; conversation_id: string; doing?: Doing }
  | { op: 'watch'; account_ids: string[] }
  | { op: 'look'; post_ids: string[] }
  | { op: 'listen'; post_ids: string[] }
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
  | { op: 'video'; id: string; done: number; of: number }
  | { op: 'post'; id: string; state: 'draft' | 'scheduled' | 'making' | 'published' | null }
  | { op: 'card'; post_id: string }
  | { op: 'comments'; post_id: string; ids: string[] | null }
  | { op: 'draft'; conversation_id: string; text: string; at: string }
  | { op: 'packs'; conversation_id: string | null }
  | { op: 'activity' | 'folders' | 'nicknames' | 'notifications' | 'comment_settings' | 'sync' }
  | { op: 'call'; call: Call }
  | { op: 'call_ok'; client_id: string; call: Call }
  | ({ op: 'call_signal'; call_id: string } & Signal)
  | { op: 'pong'; cursor: string };

/** What somebody wrote has a number among the unread; what a group tells of itself comes as an event. */
export type Said = Message & { n: number };

export type Frame<Op extends ServerFrame['op']> = Extract<ServerFrame, { op: Op }>;

/** The log event that a pushed message stands for. */
export function eventOf(message: Said): LogEvent {
  const { id, client_id, conversation_id, seq, n, sender, sent_at } = message;
  return { kind: 'message', id, client_id, conversation_id, seq, n, sender, sent_at, message };
}
