import { SvelteMap } from 'svelte/reactivity';
import type { Person } from '#lib/api/types.ts';
import { fetchStranger } from './calls.ts';

/** Who requests are from, as far as the reader asked to see it. The server is asked by that tap and never before. */
class Strangers {
  #seen = new SvelteMap<string, Person>();

  of(conversation_id: string): Person | null {
    return this.#seen.get(conversation_id) ?? null;
  }

  async see(conversation_id: string): Promise<void> {
    this.#seen.set(conversation_id, await fetchStranger(conversation_id));
  }

  clear(): void {
    this.#seen.clear();
  }
}

export const strangers = new Strangers();
