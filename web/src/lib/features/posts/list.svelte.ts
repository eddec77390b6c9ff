import { untrack } from 'svelte';
import { api } from '#lib/api/client.ts';
import type { FeedPost, Post, Posts } from '#lib/api/types.ts';
import { session } from '#lib/app/session.svelte.ts';
import { posts } from './posts.svelte.ts';

export type Entry = { id: string; why: FeedPost['why'] | null };
const entryOf = (post: Post | FeedPost): Entry => ({ id: post.id, why: 'why' in post ? post.why : null });

/** A first page over what was there: what it leaves out of its own stretch is gone, what lies beyond it stays. */
export function merged(first: readonly Entry[], whole: boolean, before: readonly Entry[]): Entry[] {
  const last = before.findIndex(({ id }) => id === first.at(-1)?.id);
  const known = new Set(first.map(({ id }) => id));
  if (whole || last < 0) return [...first];
  return [...first, ...before.slice(last + 1).filter(({ id }) => !known.has(id))];
}

/** Posts that come page by page from `path`. What is new is kept apart until who reads wants to see it. */
export class PostList {
  entries = $state.raw<Entry[]>([]);
  state = $state<'loading' | 'ready' | 'more' | 'failed'>('loading');
  problem = $state<unknown>(null);
  /** How many came while somebody was reading further down. */
  waiting = $state(0);
  #next: Posts | null = null;
  #cursor: string | null = null;
  #asking = false;
  #asked = false;
  #stale = false;

  /** What is chosen anew each time it is asked for: it stands as it is until somebody wants another choice. */
  readonly chosen: boolean;

  constructor(readonly path: string) {
    this.chosen = path === '/feed/for-you';
  }

  get whole(): boolean {
    return this.state === 'ready' && this.#cursor === null;
  }

  /** Shown again. `reading`: what stands there must not move. */
  async arrive(reading = false): Promise<void> {
    if (!this.#asked || untrack(() => this.state) === 'failed') return this.load();
    if (this.chosen) return;
    // What is on its way may have left before what is new came.
    if (this.#asking) return void (this.#stale = true);
    const page = await this.#ask(null);
    if (page) this.#take(page, reading);
  }

  async load(): Promise<void> {
    if (this.#asking) return;
    this.#asked = true;
    if (untrack(() => this.entries.length) === 0) this.state = 'loading';
    const page = await this.#ask(null);
    if (page) this.#show(page);
  }

  async more(): Promise<void> {
    if (this.#asking || this.state !== 'ready' || this.#cursor === null) return;
    this.state = 'more';
    const page = await this.#ask(this.#cursor);
    if (!page) return;
    const known = new Set(this.entries.map(({ id }) => id));
    this.entries = [...this.entries, ...page.posts.map(entryOf).filter(({ id }) => !known.has(id))];
    this.#cursor = page.next_cursor;
    this.state = 'ready';
  }

  /** Not to be seen here any more; answers how to take that back. */
  leave(id: string): () => void {
    const place = this.entries.findIndex((entry) => entry.id === id);
    const entry = this.entries[place];
    this.entries = this.entries.filter((each) => each !== entry);
    return () => {
      if (entry && !this.entries.some((each) => each.id === id)) this.entries = this.entries.toSpliced(place, 0, entry);
    };
  }

  /** What waited is shown. */
  reveal(): void {
    if (this.#next) this.#show(this.#next);
  }

  #take(page: Posts, reading: boolean): void {
    const known = new Set(this.entries.map(({ id }) => id));
    const fresh = page.posts.filter(({ id }) => !known.has(id)).length;
    if (reading && fresh > 0) [this.#next, this.waiting] = [page, fresh];
    else this.#show(page);
  }

  #show(page: Posts): void {
    const first = page.posts.map(entryOf);
    const entries = merged(first, this.chosen || page.next_cursor === null, this.entries);
    if (entries.length === first.length) this.#cursor = page.next_cursor;
    this.entries = entries;
    [this.#next, this.waiting, this.state] = [null, 0, 'ready'];
  }

  async #ask(cursor: string | null): Promise<Posts | null> {
    this.#asking = true;
    const turn = posts.turn();
    try {
      const [where, search] = this.path.split('?');
      const page = await api.get<Posts>(where!, { ...Object.fromEntries(new URLSearchParams(search)), cursor });
      for (const post of page.posts) posts.learn(post, turn);
      return page;
    } catch (problem) {
      this.problem = problem;
      // What is there is better than nothing: only a page that is missing is a failure then.
      this.state = cursor === null && this.entries.length > 0 ? 'ready' : 'failed';
      return null;
    } finally {
      this.#asking = false;
      if (this.#stale) queueMicrotask(() => void this.arrive());
      this.#stale = false;
    }
  }
}

const kept = new Map<string, PostList>();
session.onSignOut(() => kept.clear());

/** The list at `path`; one that was shown before is there at once. */
export function postsAt(path: string): PostList {
  const list = kept.get(path) ?? new PostList(path);
  kept.set(path, list);
  return list;
}

/** A post of mine came, or went: lists that are kept, of those at `path` on, are brought up to date where they stand. */
export function refreshLists(path = ''): void {
  for (const list of kept.values()) if (list.path.startsWith(path)) void list.arrive();
}

/** The list at `path`, where it was shown. */
export function refreshList(path: string): void {
  void kept.get(path)?.arrive();
}
