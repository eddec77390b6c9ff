import { untrack } from 'svelte';

type Page<T> = { comments: T[]; next_cursor: string | null };

/** A list of comments that comes page by page. */
export class Pages<T extends { id: string; created_at: string }> {
  list = $state.raw<T[]>([]);
  state = $state<'loading' | 'ready' | 'more' | 'failed'>('loading');
  problem = $state<unknown>(null);
  #cursor = $state<string | null>(null);
  readonly #fetch: (cursor: string | null) => Promise<Page<T>>;

  constructor(fetch: (cursor: string | null) => Promise<Page<T>>) {
    this.#fetch = fetch;
  }

  get whole(): boolean {
    return this.#cursor === null;
  }

  /** From the beginning; what is there, and lies beyond the first page, stays. */
  async load(): Promise<void> {
    const before = untrack(() => this.list);
    if (before.length === 0) this.state = 'loading';
    await this.#page(null);
  }

  async more(): Promise<void> {
    if (this.state !== 'ready' || this.#cursor === null) return;
    this.state = 'more';
    await this.#page(this.#cursor);
  }

  drop(id: string): void {
    this.list = this.list.filter((one) => one.id !== id);
  }

  async #page(cursor: string | null): Promise<void> {
    try {
      const page = await this.#fetch(cursor);
      const last = page.comments.at(-1);
      const beyond = page.next_cursor !== null && last ? this.list.filter((one) => one.created_at < last.created_at) : [];
      if (cursor !== null) this.list = [...this.list, ...page.comments.filter(({ id }) => !this.list.some((one) => one.id === id))];
      else this.list = [...page.comments, ...beyond];
      if (cursor !== null || beyond.length === 0) this.#cursor = page.next_cursor;
      this.state = 'ready';
    } catch (problem) {
      this.problem = problem;
      this.state = cursor === null && this.list.length > 0 ? 'ready' : 'failed';
    }
  }
}
