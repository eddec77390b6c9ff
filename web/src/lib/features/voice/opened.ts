import { v7 } from 'uuid';
import { ApiError } from '#lib/api/client.ts';
import type { Message } from '#lib/api/types.ts';
import { sentence } from '#lib/app/problems.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { postView } from '#lib/features/media/calls.ts';
import { m } from '#lib/paraglide/messages.js';

/** Under the same name the server answers the same for some minutes: a cut does not cost the one time. */
const names = new Map<string, string>();

/** Where it can be fetched, this once; null, and a word why, where it cannot. */
export async function openOnce({ id, conversation_id, seq }: Message, variant: string): Promise<string | null> {
  const client_id = names.get(id) ?? v7();
  names.set(id, client_id);
  try {
    const { media } = await postView(conversation_id, seq, client_id);
    return media[0]?.addresses[variant] ?? null;
  } catch (error) {
    toasts.tell(error instanceof ApiError && error.code === 'viewed' ? m.voice_once_viewed() : sentence(error));
    return null;
  }
}
