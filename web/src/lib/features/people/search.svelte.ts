import { api } from '#lib/api/client.ts';
import type { ListedPerson } from '#lib/api/types.ts';
import { relations } from '#lib/features/relations/relations.svelte.ts';

const PAUSE_MS = 180;

/** People found as you type. An answer that comes after a newer question is thrown away. */
export class PeopleSearch {
  found = $state<ListedPerson[]>([]);
  /** what `found` answers */
  answered = $state('');
  problem = $state<unknown>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | undefined;

  ask(words: string): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    const q = words.trim().replace(/^@/, '');
    if (q === '') return this.#answer('', []);
    this.#timer = setTimeout(() => void this.#fetch(q), PAUSE_MS);
  }

  async #fetch(q: string): Promise<void> {
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    try {
      const { people } = await api.get<{ people: ListedPerson[] }>('/people', { q }, signal);
      relations.learnAll(people);
      this.#answer(q, people);
    } catch (problem) {
      if (!signal.aborted) this.problem = problem;
    }
  }

  #answer(q: string, people: ListedPerson[]): void {
    this.answered = q;
    this.found = people;
    this.problem = null;
  }
}
