import { SvelteMap } from 'svelte/reactivity';
import type { Event, Message } from '#lib/api/types.ts';
import { session } from '#lib/app/session.svelte.ts';
import { fetchTheseMessages } from './calls.ts';
import { changed, concerns } from './changes.ts';
import { messages } from './messages.svelte.ts';

/** Those that are read in one drawing are asked for in one call. */
const REST_MS = 20;
const AGAIN_MS = 4_000;
const MOST = 100;

/** Messages that others answer. What the thread does not hold is fetched once, and follows what becomes of it. */
class Quotes {
  /** By conversation and seq; null: not there for me. */
  #known = new SvelteMap<string, Message | null>();
  #asked = new Map<string, Set<number>>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Undefined while it is on its way; null where there is none, or none any more. */
  of(conversation_id: string, seq: number): Message | null | undefined {
    const held = messages.held(conversation_id)?.log.messages.find((message) => message.seq === seq);
    if (held) return held;
    const known = this.#known.get(`${conversation_id} ${seq}`);
    if (known === undefined) this.#ask(conversation_id, seq);
    return known;
  }

  event(event: Event): void {
    if (event.kind === 'message' || event.kind === 'system' || event.kind === 'accepted') return;
    for (const [key, message] of this.#known) {
      if (message?.conversation_id === event.conversation_id && concerns(event, message)) {
        this.#known.set(key, changed(message, event, session.me?.id ?? ''));
      }
    }
  }

  /** What happened while the connection was away is not known: they are asked for again where they are drawn. */
  renew(): void {
    this.#known.clear();
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#asked.clear();
    this.#known.clear();
  }

  #ask(conversation_id: string, seq: number): void {
    const seqs = this.#asked.get(conversation_id) ?? new Set();
    this.#asked.set(conversation_id, seqs.add(seq));
    this.#timer ??= setTimeout(() => void this.#fetch(), REST_MS);
  }

  async #fetch(): Promise<void> {
    const asked = [...this.#asked].map(([id, seqs]) => ({ id, seqs: [...seqs].slice(0, MOST) }));
    this.#asked.clear();
    const answers = await Promise.all(asked.map(({ id, seqs }) => this.#answered(id, seqs)));
    this.#timer = undefined;
    if (this.#asked.size > 0) this.#timer = setTimeout(() => void this.#fetch(), answers.includes(false) ? AGAIN_MS : REST_MS);
  }

  async #answered(id: string, seqs: number[]): Promise<boolean> {
    try {
      const { messages: found } = await fetchTheseMessages(id, seqs);
      for (const seq of seqs) this.#known.set(`${id} ${seq}`, found.find((message) => message.seq === seq) ?? null);
      return true;
    } catch {
      const again = this.#asked.get(id) ?? new Set();
      for (const seq of seqs) again.add(seq);
      this.#asked.set(id, again);
      return false;
    }
  }
}

export const quotes = new Quotes();
