import { SvelteMap } from 'svelte/reactivity';
import { ApiError } from '#lib/api/client.ts';
import type { Post } from '#lib/api/types.ts';
import { session } from '#lib/app/session.svelte.ts';
import { fetchPost } from './calls.ts';

/** Every post that was shown here, as it stands now, wherever it is shown. Null: it is not there, or not for me. */
class PostsSeen {
  #posts = new SvelteMap<string, Post | null>();
  /** What was last said about which: an older answer does not win over it. */
  #turn = new Map<string, number>();

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
    this.#turn.set(post.id, (this.#turn.get(post.id) ?? 0) + 1);
    this.#posts.set(post.id, post);
  }

  gone(id: string): void {
    this.#turn.set(id, (this.#turn.get(id) ?? 0) + 1);
    this.#posts.set(id, null);
  }

  /** Throws where the server cannot be asked; that a post is not there is an answer. */
  async load(id: string): Promise<void> {
    const turn = this.#turn.get(id);
    try {
      const post = await fetchPost(id);
      if (this.#turn.get(id) === turn) this.learn(post);
    } catch (problem) {
      if (!(problem instanceof ApiError && problem.status === 404)) throw problem;
      this.gone(id);
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

  clear(): void {
    this.#posts.clear();
    this.#turn.clear();
  }
}

export const posts = new PostsSeen();
session.onSignOut(() => posts.clear());
