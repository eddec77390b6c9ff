import type { Conversation, Message } from '#lib/api/types.ts';
import { sentence } from '#lib/app/problems.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { conversations } from '#lib/features/messages/conversations.svelte.ts';
import { hiding } from '#lib/features/messages/hiding.svelte.ts';
import { messages } from '#lib/features/messages/messages.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { postHidden, putTimer } from './calls.ts';

/** Shown at once; a refusal takes it back. */
export async function setTimer({ id }: Conversation, timer_s: number | null): Promise<void> {
  const settled = conversations.assume(id, { timer_s });
  try {
    conversations.put([await putTimer(id, timer_s)]);
  } catch (problem) {
    toasts.tell(sentence(problem));
  } finally {
    settled();
  }
}

/** Off the screen at once. The server, which knows no way back, hears of it when the notice with 'Undo' has gone. */
export function hide({ id, conversation_id, seq }: Message): void {
  hiding.add(id);
  const head = conversations.get(conversation_id);
  const left = hiding.without([...(messages.held(conversation_id)?.log.messages ?? [])]).at(-1) ?? null;
  const settled = head?.last_message?.id === id ? conversations.assume(conversation_id, { last_message: left }) : () => undefined;
  const end = () => (settled(), hiding.end(id));
  toasts.tell(m.time_hidden(), { label: m.talk_undo(), act: end }, () => void finish());

  async function finish(): Promise<void> {
    try {
      await postHidden(conversation_id, [seq]);
      messages.held(conversation_id)?.hide([seq]);
      await conversations.refetch(conversation_id).catch(() => undefined);
    } catch (problem) {
      toasts.tell(sentence(problem));
    } finally {
      end();
    }
  }
}
