import { SvelteSet } from 'svelte/reactivity';
import type { Post } from '#lib/api/types.ts';
import { session } from '#lib/app/session.svelte.ts';
import { looking } from '#lib/features/posts/looking.ts';
import { posts } from '#lib/features/posts/posts.svelte.ts';
import { fetchCards } from './calls.ts';

const MOST = 50;
/** What came this short a time ago is as it is: a card that scrolls out and in again is not asked for anew. */
const FRESH_MS = 10_000;

/**
 * What cards show, in memory alone: asked for when a card comes on the screen, when the connection is back, and when the
 * server says that it may look different. One question at a time, so that the last one wins.
 */
export class Cards {
  #came = new Map<string, number>();
  #wanted = new Set<string>();
  #shown = new Map<string, number>();
  #failed = new SvelteSet<string>();
  #asking: Promise<void> | null = null;

  constructor(private readonly ask: typeof fetchCards) {}

  /** Null: not there, or not for me; undefined: not known yet. */
  of(id: string): Post | null | undefined {
    return posts.of(id);
  }

  /** It could not be asked for, as without a network. */
  failed(id: string): boolean {
    return this.#failed.has(id);
  }

  /** It is on the screen, until the answer is called. */
  show(id: string): () => void {
    this.#shown.set(id, (this.#shown.get(id) ?? 0) + 1);
    if (posts.of(id) === undefined || Date.now() - (this.#came.get(id) ?? 0) > FRESH_MS) void this.want([id]);
    return () => {
      const left = (this.#shown.get(id) ?? 1) - 1;
      if (left > 0) this.#shown.set(id, left);
      else this.#shown.delete(id);
    };
  }

  /** It may look different from now on. What is not on the screen is asked for when it comes there. */
  async heard(id: string): Promise<void> {
    this.#came.delete(id);
    if (this.#shown.has(id) || posts.of(id) !== undefined) await this.want([id]);
  }

  /** Nobody told us for a while. */
  async again(): Promise<void> {
    this.#came.clear();
    const looked = looking.again();
    await this.want([...this.#shown.keys(), ...looked]);
  }

  async want(ids: Iterable<string>): Promise<void> {
    for (const id of ids) this.#wanted.add(id);
    if (this.#wanted.size > 0) await (this.#asking ??= this.#run().finally(() => (this.#asking = null)));
  }

  async #run(): Promise<void> {
    // Those of one screen come in one moment.
    await new Promise((done) => setTimeout(done));
    while (this.#wanted.size > 0) {
      const ids = [...this.#wanted].slice(0, MOST);
      for (const id of ids) this.#wanted.delete(id);
      const turn = posts.turn();
      try {
        const { cards } = await this.ask(ids);
        for (const { post_id, post } of cards) this.#learn(post_id, post, turn);
      } catch {
        for (const id of ids) this.#failed.add(id);
      }
    }
  }

  #learn(id: string, post: Post | null, turn: number): void {
    this.#failed.delete(id);
    this.#came.set(id, Date.now());
    if (post) posts.learn(post, turn);
    else posts.gone(id, turn);
  }

  clear(): void {
    this.#came.clear();
    this.#wanted.clear();
    this.#failed.clear();
  }
}

export const cards = new Cards(fetchCards);
session.onSignOut(() => cards.clear());
