import { SvelteSet } from 'svelte/reactivity';
import type { Message } from '#lib/api/types.ts';

/** What I have just deleted for myself and may still take back: it is off the screen, and the server does not know yet. */
class Hiding {
  #ids = new SvelteSet<string>();

  without(messages: Message[]): Message[] {
    return this.#ids.size === 0 ? messages : messages.filter(({ id }) => !this.#ids.has(id));
  }

  add(id: string): void {
    this.#ids.add(id);
  }

  end(id: string): void {
    this.#ids.delete(id);
  }
}

export const hiding = new Hiding();
