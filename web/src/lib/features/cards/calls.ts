import { api } from '#lib/api/client.ts';
import type { Message, Post, Sent } from '#lib/api/types.ts';

export type Resolved = { post_id: string; post: Post | null };

export const fetchCards = (ids: readonly string[]) => api.get<{ cards: Resolved[] }>(`/cards?${new URLSearchParams(ids.map((id) => ['ids', id]))}`);
/** A message that has left already is found by its client_id. */
export const findSent = (conversation_id: string, client_id: string, body: Sent) =>
  api.post<Message>(`/conversations/${conversation_id}/messages`, { client_id, body });
