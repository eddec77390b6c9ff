import { base } from '#lib/api/client.ts';
import type { Message } from '#lib/api/types.ts';
import { called } from '#lib/features/messages/names.ts';
import { conversations } from '#lib/features/messages/conversations.svelte.ts';
import { messages } from '#lib/features/messages/messages.svelte.ts';
import { heard } from './heard.svelte.ts';
import type { Track } from './sounding.svelte.ts';

export type VoiceTrack = Track & { media_id: string };

/** The next voice note by somebody else that nobody has played on this device. */
export function unheard(log: readonly Message[], after: number, me: string, played: ReadonlySet<number>): Message | undefined {
  return log.find(({ seq, sender, body }) => seq > after && sender !== me && body?.type === 'voice' && !body.view_once && !played.has(seq));
}

export async function next({ conversation_id, seq }: Track): Promise<VoiceTrack | null> {
  if (seq === null) return null;
  const log = messages.held(conversation_id)?.log.messages ?? [];
  const found = unheard(log, seq, conversations.me, await heard.in(conversation_id));
  if (found?.body?.type !== 'voice') return null;
  const { item } = found.body;
  return {
    key: found.id,
    conversation_id,
    seq: found.seq,
    media_id: item.media_id,
    name: called(conversation_id, found.sender) ?? '',
    ms: item.duration_ms ?? 0
  };
}

/** The door of a message's medium: it leads to where the bytes are. */
export function door(conversation_id: string, seq: number, media_id: string, variant: string): string {
  return `${base}/conversations/${conversation_id}/messages/${seq}/media/${media_id}/${variant}`;
}

export function sourceOf({ conversation_id, seq, media_id }: VoiceTrack): string {
  return door(conversation_id, seq ?? 0, media_id, 'audio');
}
