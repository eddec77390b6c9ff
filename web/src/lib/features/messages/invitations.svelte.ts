import { api } from '#lib/api/client.ts';
import type { Conversation, Invitation, Invitations } from '#lib/api/types.ts';
import { aside } from '#lib/app/aside.svelte.ts';
import { unread } from '#lib/app/unread.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { conversations } from './conversations.svelte.ts';

const one = (id: string) => `/me/invitations/${encodeURIComponent(id)}`;

/** The groups that ask me in. */
class Asked {
  #all = $state.raw<readonly Invitation[]>([]);
  #next: string | null = null;
  #asked = 0;
  state = $state<'idle' | 'loading' | 'ready' | 'failed'>('idle');
  /** Those not put aside. */
  waiting = $derived(this.#all.filter(({ conversation_id }) => !aside.has(conversation_id)));

  async load(): Promise<void> {
    if (this.state !== 'ready') this.state = 'loading';
    try {
      await this.#page(null);
      this.state = 'ready';
    } catch (error) {
      if (this.state !== 'ready') this.state = 'failed';
      throw error;
    }
  }

  async more(): Promise<void> {
    if (this.#next === null) return;
    const cursor = this.#next;
    this.#next = null;
    await this.#page(cursor).catch(() => (this.#next = cursor));
  }

  /** One came, or went: told by a frame. */
  changed(): void {
    conversations.countSoon();
    this.again();
  }

  /** What was never looked at is only counted. */
  again(): void {
    if (this.state !== 'idle') void this.load().catch(() => undefined);
  }

  /** In it: the conversation is mine from now on. */
  async join({ conversation_id: id }: Invitation): Promise<Conversation> {
    const head = await api.put<Conversation>(one(id));
    conversations.put([head]);
    this.#drop(id);
    return head;
  }

  /** Looks to who asks exactly as waiting does. */
  ignore({ conversation_id: id }: Invitation): void {
    aside.put(id, m.inbox_ignored(), async () => {
      await api.delete(one(id));
      this.#drop(id);
    });
  }

  block({ conversation_id: id }: Invitation): void {
    aside.put(id, m.request_blocked(), async () => {
      await api.put(`${one(id)}/block`);
      this.#drop(id);
    });
  }

  clear(): void {
    this.#all = [];
    this.#next = null;
    this.state = 'idle';
  }

  #drop(id: string): void {
    this.#all = this.#all.filter(({ conversation_id }) => conversation_id !== id);
    unread.requests = Math.max(0, unread.requests - 1);
    conversations.countSoon();
  }

  async #page(cursor: string | null): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const page = await api.get<Invitations>('/me/invitations', { cursor });
    // An answer that was overtaken by a newer question says what was.
    if (asked !== this.#asked) return;
    this.#all = cursor === null ? page.invitations : [...this.#all, ...page.invitations];
    this.#next = page.next_cursor;
  }
}

export const invitations = new Asked();
