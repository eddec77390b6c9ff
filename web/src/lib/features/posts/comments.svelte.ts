import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { v7 } from 'uuid';
import { ApiError } from '#lib/api/client.ts';
import type { Comment } from '#lib/api/types.ts';
import { sentence } from '#lib/app/problems.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { deleteComment, fetchComment, fetchComments, fetchReplies, likeComment, makeComment } from './calls.ts';
import { posts } from './posts.svelte.ts';

type Page = { list: Comment[]; cursor: string | null };

/** The answers to a comment. Folded: only how many there are is shown. */
export type Answers = Page & { open: boolean; busy: boolean };
const FOLDED: Answers = { list: [], cursor: null, open: false, busy: false };

const also = (list: readonly Comment[], more: readonly Comment[]) => [...list, ...more.filter(({ id }) => !list.some((one) => one.id === id))];

/** What is said to one post, page by page, and one level of answers. */
export class CommentList {
  list = $state.raw<Comment[]>([]);
  state = $state<'loading' | 'ready' | 'more' | 'failed'>('loading');
  problem = $state<unknown>(null);
  #cursor = $state<string | null>(null);
  #answers = new SvelteMap<string, Answers>();
  /** A text that was not answered goes again under the same name, so that it is never said twice. */
  #tried: { key: string; client_id: string } | null = null;

  constructor(readonly post_id: string) {}

  get whole(): boolean {
    return this.#cursor === null;
  }

  answers(id: string): Answers {
    return this.#answers.get(id) ?? FOLDED;
  }

  async load(): Promise<void> {
    if (untrack(() => this.list.length) === 0) this.state = 'loading';
    await this.#page(null);
  }

  /** It, and what it answers, are there from now on, wherever they stand. False where it is not for me any more. */
  async show(id: string): Promise<boolean> {
    try {
      const comment = await fetchComment(id);
      const top = comment.parent_id ? await fetchComment(comment.parent_id) : comment;
      if (!this.list.some((one) => one.id === top.id)) this.list = [top, ...this.list];
      if (top !== comment) {
        await this.fold(top.id, true);
        const there = this.answers(top.id);
        this.#answers.set(top.id, { ...there, open: true, list: also(there.list, [comment]) });
      }
      return true;
    } catch {
      return false;
    }
  }

  async more(): Promise<void> {
    if (this.state !== 'ready' || this.#cursor === null) return;
    this.state = 'more';
    await this.#page(this.#cursor);
  }

  /** Opened for the first time they are fetched; folded, they are kept. */
  async fold(id: string, open: boolean): Promise<void> {
    const there = this.answers(id);
    this.#answers.set(id, { ...there, open });
    if (open && there.list.length === 0) await this.moreAnswers(id);
  }

  async moreAnswers(id: string): Promise<void> {
    if (this.answers(id).busy) return;
    this.#answers.set(id, { ...this.answers(id), busy: true });
    try {
      const { comments, next_cursor } = await fetchReplies(id, this.answers(id).cursor);
      const there = this.answers(id);
      this.#answers.set(id, { ...there, list: also(there.list, comments), cursor: next_cursor, busy: false });
    } catch (problem) {
      const there = this.answers(id);
      // With none there, it is folded again: a tap asks once more.
      this.#answers.set(id, { ...there, busy: false, open: there.list.length > 0 });
      toasts.tell(sentence(problem));
    }
  }

  /** Throws what the server has against it; what was written stays with who wrote it. */
  async say(text: string, to: Comment | null): Promise<void> {
    const parent = to && (to.parent_id ?? to.id);
    const key = `${parent ?? ''} ${text}`;
    if (this.#tried?.key !== key) this.#tried = { key, client_id: v7() };
    const made = await makeComment(this.post_id, { client_id: this.#tried.client_id, text, ...(parent && { parent_id: parent }) });
    this.#tried = null;
    this.#count(1);
    if (!parent) {
      this.list = [...this.list.filter(({ pinned }) => pinned), made, ...this.list.filter(({ pinned }) => !pinned)];
      return;
    }
    const there = this.answers(parent);
    this.#replace(parent, (one) => ({ ...one, reply_count: one.reply_count + 1 }));
    this.#answers.set(parent, { ...there, open: true, list: also(there.list, [made]) });
    if (there.list.length === 0) await this.moreAnswers(parent);
  }

  async like(comment: Comment, on: boolean): Promise<void> {
    this.#put({ ...comment, liked: on, like_count: Math.max(0, comment.like_count + (on ? 1 : -1)) });
    try {
      this.#put(await likeComment(comment.id, on));
    } catch (problem) {
      this.#put(comment);
      toasts.tell(sentence(problem));
    }
  }

  async remove(comment: Comment): Promise<void> {
    try {
      await deleteComment(comment.id);
    } catch (problem) {
      if (!(problem instanceof ApiError && problem.status === 404)) return toasts.tell(sentence(problem));
    }
    this.#count(-1 - comment.reply_count);
    const { id, parent_id } = comment;
    if (!parent_id) this.list = this.list.filter((one) => one.id !== id);
    else {
      const there = this.answers(parent_id);
      this.#answers.set(parent_id, { ...there, list: there.list.filter((one) => one.id !== id) });
      this.#replace(parent_id, (one) => ({ ...one, reply_count: Math.max(0, one.reply_count - 1) }));
    }
  }

  #put(comment: Comment): void {
    if (!comment.parent_id) return this.#replace(comment.id, () => comment);
    const there = this.answers(comment.parent_id);
    this.#answers.set(comment.parent_id, { ...there, list: there.list.map((one) => (one.id === comment.id ? comment : one)) });
  }

  #replace(id: string, how: (comment: Comment) => Comment): void {
    this.list = this.list.map((one) => (one.id === id ? how(one) : one));
  }

  #count(by: number): void {
    const post = posts.of(this.post_id);
    if (post) posts.learn({ ...post, comment_count: Math.max(0, post.comment_count + by) });
  }

  async #page(cursor: string | null): Promise<void> {
    try {
      const page = await fetchComments(this.post_id, cursor);
      this.list = cursor === null ? page.comments : also(this.list, page.comments);
      this.#cursor = page.next_cursor;
      this.state = 'ready';
    } catch (problem) {
      this.problem = problem;
      this.state = cursor === null && this.list.length > 0 ? 'ready' : 'failed';
    }
  }
}
