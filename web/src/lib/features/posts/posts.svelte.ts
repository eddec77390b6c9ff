import { SvelteMap } from 'svelte/reactivity';
import { ApiError } from '#lib/api/client.ts';
import type { Post } from '#lib/api/types.ts';
import { session } from '#lib/app/session.svelte.ts';
import { fetchPost } from './calls.ts';

/** Every post that was shown here, as it stands now, wherever it is shown. Null: it is not there, or not for me. */
class PostsSeen {
  #posts = new SvelteMap<string, Post | null>();
  /** Questions and what is known, in their order; and since when what is known of which post stands. */
  #turn = 0;
  #cleared = 0;
  #since = new Map<string, number>();

  of(id: string): Post | null | undefined {
    return this.#posts.get(id);
  }

  /** Tags of all of them, and in how many each stands. */
  tags(): ReadonlyMap<string, number> {
    const counted = new Map<string, number>();
    for (const post of this.#posts.values()) for (const tag of post?.tags ?? []) counted.set(tag, (counted.get(tag) ?? 0) + 1);
    return counted;
  }

  learn(post: Post): void {
    this.#know(post.id, post, (this.#turn += 1));
  }

  gone(id: string): void {
    this.#know(id, null, (this.#turn += 1));
  }

  /** Throws where the server cannot be asked; that a post is not there is an answer. */
  async load(id: string): Promise<void> {
    const turn = (this.#turn += 1);
    try {
      this.#know(id, await fetchPost(id), turn);
    } catch (problem) {
      if (!(problem instanceof ApiError && problem.status === 404)) throw problem;
      this.#know(id, null, turn);
    }
  }

  /** It is not as it was: asked again where it is shown. */
  async heard(id: string, gone: boolean): Promise<void> {
    if (gone) this.gone(id);
    else if (this.#posts.has(id)) await this.load(id).catch(() => undefined);
  }

  /** Of a video of mine one more thing is made: once all is, its posts are asked again. */
  async made(media_id: string, done: number, of: number): Promise<void> {
    const shown = [...this.#posts.values()].filter((post) => post?.media[0]?.media_id === media_id);
    for (const post of shown) {
      if (post?.video?.made && done < of) this.learn({ ...post, video: { ...post.video, made: { done, of } } });
      else if (post) await this.load(post.id).catch(() => undefined);
    }
  }

  /** What was asked before something newer was known says nothing any more. */
  #know(id: string, post: Post | null, turn: number): void {
    if (turn < (this.#since.get(id) ?? this.#cleared)) return;
    this.#since.set(id, turn);
    this.#posts.set(id, post);
  }

  clear(): void {
    this.#posts.clear();
    this.#since.clear();
    this.#cleared = this.#turn += 1;
  }
}

export const posts = new PostsSeen();
session.onSignOut(() => posts.clear());
