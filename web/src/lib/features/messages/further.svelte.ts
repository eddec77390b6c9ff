import type { Conversation } from '#lib/api/types.ts';
import { conversations } from './conversations.svelte.ts';

const PAUSE_MS = 180;

/** Conversations found as you type that are not loaded yet. An answer to an older question is thrown away. */
export class ConversationSearch {
  /** what was found for */
  answered = $state('');
  problem = $state<unknown>(null);
  #ids = $state.raw<readonly string[]>([]);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | undefined;

  ask(words: string): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    const q = words.trim().replace(/^@/, '');
    this.#ids = [];
    this.problem = null;
    if (q === '') this.answered = '';
    else this.#timer = setTimeout(() => void this.#fetch(q), PAUSE_MS);
  }

  /** What was found and is not among these. */
  besides(listed: readonly Conversation[]): Conversation[] {
    const others = this.#ids.filter((id) => !listed.some((head) => head.id === id));
    return others.flatMap((id) => conversations.get(id) ?? []);
  }

  async #fetch(q: string): Promise<void> {
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    try {
      this.#ids = await conversations.find(q, signal);
      this.answered = q;
    } catch (problem) {
      if (!signal.aborted) this.problem = problem;
    }
  }
}
