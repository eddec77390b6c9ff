import { SvelteSet } from 'svelte/reactivity';
import { ApiError } from '#lib/api/client.ts';
import { m } from '#lib/paraglide/messages.js';
import { sentence } from './problems.ts';
import { toasts } from './toasts.svelte.ts';

/** Answered meanwhile on another device, or gone: what was wanted is no longer to be done. */
const OVER = new Set(['not_found', 'not_a_request']);

/**
 * What a person has put aside and may still take back. It leaves the screen at once; the server, which knows no way
 * back from it, hears of it when the notice with 'Undo' has gone.
 */
class Aside {
  #ids = new SvelteSet<string>();

  /** Gone from the screen; the server still counts it. */
  get count(): number {
    return this.#ids.size;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  put(id: string, said: string, act: () => Promise<unknown>): void {
    this.#ids.add(id);
    toasts.tell(said, { label: m.undo(), act: () => this.#ids.delete(id) }, () => void this.#finish(id, act));
  }

  async #finish(id: string, act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (problem) {
      if (!(problem instanceof ApiError && OVER.has(problem.code))) toasts.tell(sentence(problem));
    } finally {
      this.#ids.delete(id);
    }
  }
}

export const aside = new Aside();
