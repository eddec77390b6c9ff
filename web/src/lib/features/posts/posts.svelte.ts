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
  /** Of which one thing alone is known to be newer than the rest: what, and since when. */
  #amended = new Map<string, { change: Partial<Post>; turn: number }>();
  #told = new Set<string>();
  #going = new Map<string, Promise<void>>();

  of(id: string): Post | null | undefined {
    return this.#posts.get(id);
  }

  /** Tags of all of them, and in how many each stands. */
  tags(): ReadonlyMap<string, number> {
    const counted = new Map<string, number>();
    for (const post of this.#posts.values()) for (const tag of post?.tags ?? []) counted.set(tag, (counted.get(tag) ?? 0) + 1);
    return counted;
  }

  /** For who asks the server elsewhere: taken before, it says how old the answer is. */
  turn(): number {
    return (this.#turn += 1);
  }

  learn(post: Post, turn = this.turn()): void {
    this.#know(post.id, post, turn);
  }

  /** Of one that is shown this is different; an answer on its way still tells of the rest. */
  amend(id: string, change: Partial<Post>, turn = this.turn()): void {
    const post = this.#posts.get(id);
    const before = this.#amended.get(id);
    if (!post || turn < Math.max(this.#since.get(id) ?? this.#cleared, before?.turn ?? 0)) return;
    this.#amended.set(id, { change: { ...before?.change, ...change }, turn });
    this.#posts.set(id, { ...post, ...change });
  }

  gone(id: string, turn = this.turn()): void {
    this.#know(id, null, turn);
  }

  /** Throws where the server cannot be asked; that a post is not there is an answer. */
  async load(id: string): Promise<void> {
    const turn = this.turn();
    try {
      this.#know(id, await fetchPost(id), turn);
    } catch (problem) {
      if (!(problem instanceof ApiError && problem.status === 404)) throw problem;
      this.#know(id, null, turn);
    }
  }

  /** It is not as it was: asked again where it is shown, once for all that is said while an answer is on its way. */
  async heard(id: string, gone: boolean): Promise<void> {
    if (gone) return this.gone(id);
    if (!this.#posts.has(id)) return;
    this.#told.add(id);
    let going = this.#going.get(id);
    if (!going) this.#going.set(id, (going = this.#again(id)));
    await going;
  }

  async #again(id: string): Promise<void> {
    while (this.#told.delete(id)) await this.load(id).catch(() => undefined);
    this.#going.delete(id);
  }

  /** Of a video of mine one more thing is made: once all is, its posts are asked again. */
  async made(media_id: string, done: number, of: number): Promise<void> {
    const shown = [...this.#posts.values()].filter((post) => post?.media[0]?.media_id === media_id);
    for (const post of shown) {
      if (post?.video?.made && done < of) this.amend(post.id, { video: { ...post.video, made: { done, of } } });
      else if (post) await this.heard(post.id, false);
    }
  }

  /** What was asked before something newer was known says nothing any more. */
  #know(id: string, post: Post | null, turn: number): void {
    if (turn < (this.#since.get(id) ?? this.#cleared)) return;
    const amended = this.#amended.get(id);
    const newer = amended && amended.turn > turn ? amended.change : null;
    if (!newer) this.#amended.delete(id);
    this.#since.set(id, turn);
    this.#posts.set(id, post && { ...post, ...newer });
  }

  clear(): void {
    this.#posts.clear();
    this.#since.clear();
    this.#amended.clear();
    this.#told.clear();
    this.#cleared = this.#turn += 1;
  }
}

export const posts = new PostsSeen();
session.onSignOut(() => posts.clear());
