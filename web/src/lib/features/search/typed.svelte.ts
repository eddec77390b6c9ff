const PAUSE_MS = 180;

/** What is found as you type. An answer that comes after a newer question is thrown away. */
export class TypedSearch<Found> {
  found = $state<Found[]>([]);
  /** what `found` answers */
  answered = $state('');
  problem = $state<unknown>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | undefined;
  readonly #look: (q: string, signal: AbortSignal) => Promise<Found[]>;

  constructor(look: (q: string, signal: AbortSignal) => Promise<Found[]>) {
    this.#look = look;
  }

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
      const found = await this.#look(q, signal);
      if (!signal.aborted) this.#answer(q, found);
    } catch (problem) {
      if (!signal.aborted) this.problem = problem;
    }
  }

  #answer(q: string, found: Found[]): void {
    this.answered = q;
    this.found = found;
    this.problem = null;
  }
}
