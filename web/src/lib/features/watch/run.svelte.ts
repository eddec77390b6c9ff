import { untrack } from 'svelte';
import { postsAt, type PostList } from '#lib/features/posts/list.svelte.ts';
import { posts } from '#lib/features/posts/posts.svelte.ts';

/** One after the other, from the post that was opened on. What was here once keeps its place, even when it is deleted. */
export class Run {
  ids = $state.raw<string[]>([]);
  at = $state(0);
  readonly #list: PostList | null;

  constructor(id: string, path: string | null) {
    this.#list = path === null ? null : postsAt(path);
    const known = this.#list?.entries.map((entry) => entry.id) ?? [];
    this.ids = known.includes(id) ? known : [id];
    this.at = this.ids.indexOf(id);
  }

  get id(): string {
    return this.ids[this.at] ?? '';
  }

  /** Nothing comes after the last. */
  get whole(): boolean {
    return this.#list === null || this.#list.whole;
  }

  why(id: string) {
    return this.#list?.entries.find((entry) => entry.id === id)?.why ?? null;
  }

  async begin(): Promise<void> {
    const list = this.#list;
    if (list && untrack(() => list.entries.length) === 0) await list.arrive();
    this.follow();
    // Asked alone: its place may be far down, and it may be gone.
    if (!posts.of(this.id)) await posts.load(this.id);
  }

  async more(): Promise<void> {
    await this.#list?.more();
    this.follow();
  }

  /** What the list has got since comes after what is here. */
  follow(): void {
    const known = new Set(this.ids);
    const entries = this.#list?.entries.map(({ id }) => id) ?? [];
    const last = entries.findLastIndex((id) => known.has(id));
    const further = entries.slice(last + 1);
    if (further.length > 0) this.ids = [...this.ids, ...further];
  }
}
