import { api } from '#lib/api/client.ts';
import type { Conversation } from '#lib/api/types.ts';
import { sentence } from '#lib/app/problems.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { conversations } from '#lib/features/messages/conversations.svelte.ts';

/** I want one, or none any more. Shown at once; a refusal takes it back. */
export function want({ id, streak }: Conversation, on: boolean): Promise<void> {
  const assumed = !on ? null : streak?.state === 'offered' ? ({ state: 'on', days: null } as const) : ({ state: 'asked', days: null } as const);
  return done(id, assumed, () => (on ? api.put<Conversation>(`/conversations/${id}/streak`) : api.delete<Conversation>(`/conversations/${id}/streak`)));
}

export function pause({ id, streak }: Conversation, on: boolean): Promise<void> {
  const assumed = { state: on ? 'paused' : 'on', days: streak?.days ?? null } as const;
  const at = `/conversations/${id}/streak/pause`;
  return done(id, assumed, () => (on ? api.put<Conversation>(at) : api.delete<Conversation>(at)));
}

async function done(id: string, streak: Conversation['streak'], ask: () => Promise<Conversation>): Promise<void> {
  const settled = conversations.assume(id, { streak });
  try {
    conversations.put([await ask()]);
  } catch (problem) {
    toasts.tell(sentence(problem));
  } finally {
    settled();
  }
}
