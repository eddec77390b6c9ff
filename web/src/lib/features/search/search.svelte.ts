import { api } from '#lib/api/client.ts';
import type { Message, People } from '#lib/api/types.ts';
import { conversations } from '#lib/features/messages/conversations.svelte.ts';
import { asksForSomething, type Asked } from './asked.ts';

const PAUSE_MS = 250;

type Found = { messages: Message[]; next_cursor: string | null };

/** Messages found as you type. An answer to an older question is thrown away. */
export class MessageSearch {
  state = $state<'idle' | 'asking' | 'ready' | 'failed'>('idle');
  messages = $state.raw<readonly Message[]>([]);
  more = $state(false);
  #cursor: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | undefined;
  #path = '';

  /** `within`: only in this conversation. */
  ask(asked: Asked, within: string | null): void {
    this.stop();
    this.messages = [];
    this.more = false;
    const something = asksForSomething(asked);
    this.state = something ? 'asking' : 'idle';
    if (something) this.#timer = setTimeout(() => void this.#begin(asked, within), PAUSE_MS);
  }

  async loadMore(): Promise<void> {
    if (!this.more || this.state === 'asking') return;
    this.state = 'asking';
    await this.#fetch();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
  }

  async #begin(asked: Asked, within: string | null): Promise<void> {
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    try {
      const from = asked.from === null ? null : await whoIs(asked.from, signal);
      if (asked.from !== null && from === null) {
        this.state = 'ready';
        return;
      }
      const given = { q: asked.words, from, in: within, has: asked.has, before: asked.before, after: asked.after };
      this.#path = new URLSearchParams(Object.entries(given).flatMap(([name, value]) => (value ? [[name, value]] : []))).toString();
      this.#cursor = null;
    } catch {
      if (!signal.aborted) this.state = 'failed';
      return;
    }
    await this.#fetch();
  }

  /** A page can be empty although there are further ones: then the next is asked for at once. */
  async #fetch(): Promise<void> {
    const { signal } = this.#asking!;
    try {
      let found: Found;
      do {
        const cursor = this.#cursor === null ? '' : `&cursor=${encodeURIComponent(this.#cursor)}`;
        found = await api.get<Found>(`/search/messages?${this.#path}${cursor}`, {}, signal);
        this.#cursor = found.next_cursor;
      } while (found.messages.length === 0 && found.next_cursor !== null);
      this.messages = [...this.messages, ...found.messages];
      this.more = found.next_cursor !== null;
      this.state = 'ready';
      for (const id of new Set(found.messages.map(({ conversation_id }) => conversation_id))) {
        void conversations.known(id).catch(() => undefined);
      }
    } catch {
      if (!signal.aborted) this.state = 'failed';
    }
  }
}

/** The account of a handle; null where there is nobody. */
async function whoIs(handle: string, signal: AbortSignal): Promise<string | null> {
  const { people } = await api.get<People>('/people', { q: handle }, signal);
  return people.find(({ person }) => person.handle.toLowerCase() === handle)?.person.id ?? null;
}
