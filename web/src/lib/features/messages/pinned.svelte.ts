import { SvelteMap } from 'svelte/reactivity';
import type { Event, Message } from '#lib/api/types.ts';
import { session } from '#lib/app/session.svelte.ts';
import { live } from '#lib/live/live.svelte.ts';
import { isSend } from '#lib/live/outbox.ts';
import { fetchPins } from './calls.ts';
import { changed, concerns } from './changes.ts';
import { messages } from './messages.svelte.ts';
import { asWished } from './rows.ts';

/** The pinned messages of the threads that were looked at, the one pinned last first. */
class Pinned {
  #lists = new SvelteMap<string, readonly Message[]>();

  /** With what I wish, before the server has heard of it. */
  of(conversation_id: string): Message[] {
    const held = messages.held(conversation_id)?.log.messages ?? [];
    // Before the server has answered, and without a network, what is held here is enough to begin with.
    const list = this.#lists.get(conversation_id) ?? held.filter(({ pinned }) => pinned).toReversed();
    const entries = live.entries.filter((entry) => entry.conversation_id === conversation_id);
    const wished = entries.flatMap((entry) => (!isSend(entry) && entry.change.type === 'pin' && entry.change.on ? [entry.change.seq] : []));
    const fresh = held.filter(({ seq }) => wished.includes(seq) && !list.some((message) => message.seq === seq));
    return asWished([...fresh.toReversed(), ...list], entries).filter(({ pinned, body }) => pinned && body !== null);
  }

  async load(conversation_id: string): Promise<void> {
    const { messages: list } = await fetchPins(conversation_id);
    this.#lists.set(conversation_id, list);
  }

  event(event: Event): void {
    if (event.kind === 'message' || event.kind === 'system' || event.kind === 'accepted') return;
    const id = event.conversation_id;
    const list = this.#lists.get(id);
    if (!list) return;
    const others = list.filter(({ seq }) => event.kind !== 'pinned' || seq !== event.about);
    const after = others.flatMap((message) => (concerns(event, message) ? (changed(message, event, session.me?.id ?? '') ?? []) : message));
    if (event.kind !== 'pinned' || !event.on) return void this.#lists.set(id, after);
    const message = messages.held(id)?.log.messages.find(({ seq }) => seq === event.about);
    if (message) this.#lists.set(id, [{ ...message, pinned: true }, ...after]);
    else void this.load(id).catch(() => undefined);
  }

  clear(): void {
    this.#lists.clear();
  }
}

export const pinned = new Pinned();
