import { untrack } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';
import { v7 } from 'uuid';
import { ApiError } from '#lib/api/client.ts';
import type { Comment } from '#lib/api/types.ts';
import { sentence } from '#lib/app/problems.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { Threads, type Answers } from '#lib/features/comments/answers.svelte.ts';
import { Asking } from '#lib/features/comments/asking.ts';
import { again, before, joined, placed } from '#lib/features/comments/fold.ts';
import { putWords } from '#lib/features/comments/words.ts';
import { m } from '#lib/paraglide/messages.js';
import { changeComment, deleteComment, fetchComment, fetchComments, fetchCommentsNow, likeComment, makeComment, pinComment, putComment, restoreComment } from './calls.ts';
import { posts } from './posts.svelte.ts';

const UNDO_MS = 30_000;

const also = (list: readonly Comment[], more: readonly Comment[]) => [...list, ...more.filter(({ id }) => !list.some((one) => one.id === id))];

/** What is said to one post, page by page, and one level of answers; as it stands now, for as long as it is looked at. */
export class CommentList {
  list = $state.raw<Comment[]>([]);
  state = $state<'loading' | 'ready' | 'more' | 'failed'>('loading');
  problem = $state<unknown>(null);
  /** How many wait for me, whose post it is. */
  waiting = $state(0);
  /** One reads further down: what is new waits above. */
  away = false;
  arrived = $state.raw<Comment[]>([]);
  /** What has come while it was looked at. */
  readonly fresh = new SvelteSet<string>();
  #cursor = $state<string | null>(null);
  readonly #threads = new Threads(this.fresh);
  /** A text that was not answered goes again under the same name, so that it is never said twice. */
  #tried: { key: string; client_id: string } | null = null;
  readonly #asking = new Asking(
    (ids) => (ids ? this.#ask(ids) : this.#refresh()),
    () => void posts.load(this.post_id).catch(() => undefined)
  );
  #folds = 0;
  /** Of questions for a page the last one counts. */
  #asked = 0;
  /** What became known of comments, or that they are gone, while one is on its way. */
  #meanwhile: Map<string, Comment | null> | null = null;

  constructor(readonly post_id: string) {}

  get whole(): boolean {
    return this.#cursor === null;
  }

  answers(id: string): Answers {
    return this.#threads.of(id);
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
        await this.#threads.add(top.id, comment);
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

  fold(id: string, open: boolean): Promise<void> {
    return this.#threads.fold(id, open);
  }

  moreAnswers(id: string): Promise<void> {
    return this.#threads.more(id);
  }

  /** Throws what the server has against it; what was written stays with who wrote it. */
  async say(text: string, to: Comment | null): Promise<void> {
    const parent = to && (to.parent_id ?? to.id);
    const key = `${parent ?? ''} ${text}`;
    if (this.#tried?.key !== key) this.#tried = { key, client_id: v7() };
    const folds = this.#folds;
    const made = await makeComment(this.post_id, { client_id: this.#tried.client_id, text, ...(parent && { parent_id: parent }) });
    this.#tried = null;
    // Told of it already: how many there are is asked once more, and not guessed.
    if (folds !== this.#folds) this.heard([made.id, ...(parent ? [parent] : [])]);
    else if (made.state === 'shown') this.#count(1);
    if (!parent) {
      this.#meanwhile?.set(made.id, made);
      this.list = placed(this.list, made);
      return;
    }
    if (folds === this.#folds) this.#replace(parent, (one) => ({ ...one, reply_count: one.reply_count + 1 }));
    await this.#threads.add(parent, made);
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

  /** Throws what the server has against it. */
  async reword({ id }: Comment, text: string): Promise<void> {
    this.#put(await changeComment(id, text));
  }

  /** By whose post it is; the notice takes it back. */
  async pin(comment: Comment, on: boolean): Promise<void> {
    await this.#arrange(() => pinComment(comment.id, on), on ? m.comment_pinned_now() : m.comment_unpinned_now(), () => this.pin(comment, !on));
  }

  /** Hidden, shown, or waiting for me again; the notice takes it back. */
  async put(comment: Comment, state: Comment['state'], undo = true): Promise<void> {
    const done = undo ? putWords(comment.state, state) : m.comment_undone();
    await this.#arrange(() => putComment(comment.id, state), done, undo ? () => this.put({ ...comment, state }, comment.state, false) : undefined);
    this.heard([comment.id]);
  }

  async #arrange(ask: () => Promise<Comment>, done: string, undo?: () => unknown): Promise<void> {
    try {
      this.#put(await ask());
      toasts.tell(done, undo && { label: m.undo(), act: undo });
    } catch (problem) {
      toasts.tell(sentence(problem));
    }
  }

  /** Gone for everybody at once; for half a minute it can be taken back. */
  async remove(comment: Comment): Promise<void> {
    this.#drop(comment);
    // What is hidden, or waits, is not counted.
    if (comment.state === 'shown') this.#count(-1 - comment.reply_count);
    try {
      await deleteComment(comment.id);
    } catch (problem) {
      if (problem instanceof ApiError && problem.status === 404) return;
      this.heard([comment.id, ...(comment.parent_id ? [comment.parent_id] : [])]);
      return toasts.tell(sentence(problem));
    }
    toasts.tell(m.comment_deleted(), { label: m.undo(), act: () => void this.#restore(comment) }, undefined, UNDO_MS);
  }

  /** By the server: of what is said here, these are not as they were; null: any. */
  heard(ids: string[] | null): void {
    this.#asking.soon(ids);
  }

  /** What has come meanwhile stands at its place. */
  reveal(): void {
    const some = this.arrived;
    this.arrived = [];
    this.list = some.reduce(placed, this.list);
  }

  async #ask(ids: string[]): Promise<void> {
    const turn = posts.turn();
    const now = await fetchCommentsNow(this.post_id, ids);
    this.foldIn(ids, now.comments);
    this.waiting = now.waiting;
    posts.amend(this.post_id, { comment_count: now.comment_count }, turn);
  }

  /** From the beginning, as after an absence. */
  async #refresh(): Promise<void> {
    // Who has not come to the beginning yet is about to.
    if (this.state !== 'ready') return this.load();
    const page = await fetchComments(this.post_id, null);
    const known = new Set([...this.list, ...this.arrived].map(({ id }) => id));
    const fresh = page.comments.filter(({ id, pinned, is_mine }) => !pinned && !is_mine && !known.has(id));
    const late = new Set((this.away ? [...fresh, ...this.arrived] : []).map(({ id }) => id));
    if (page.next_cursor === null || this.list.length === 0) this.#cursor = page.next_cursor;
    this.arrived = page.comments.filter(({ id }) => late.has(id));
    this.list = joined(page.comments, page.next_cursor === null, this.list).filter(({ id }) => !late.has(id));
    this.waiting = page.waiting ?? 0;
    await posts.load(this.post_id);
    await this.#threads.refresh();
  }

  /** These were asked for, and the server has told of those that are there for me. */
  foldIn(ids: readonly string[], now: readonly Comment[]): void {
    this.#folds += 1;
    for (const id of ids) if (!now.some((one) => one.id === id)) this.#forget(id);
    for (const comment of now) {
      if (comment.parent_id === null) this.#meanwhile?.set(comment.id, comment);
      if (comment.parent_id !== null) this.#threads.foldIn(comment.parent_id, comment);
      else if (this.list.some(({ id }) => id === comment.id)) this.list = again(this.list, comment);
      else if (this.arrived.some(({ id }) => id === comment.id)) this.arrived = again(this.arrived, comment);
      else this.#come(comment);
    }
  }

  #come(comment: Comment): void {
    const last = this.list.findLast(({ pinned }) => !pinned);
    // It stands on a page that is not there yet.
    if (!this.whole && last && !comment.pinned && before(last, comment)) return;
    this.fresh.add(comment.id);
    if (this.away && !comment.is_mine && !comment.pinned) this.arrived = placed(this.arrived, comment);
    else this.list = placed(this.list, comment);
  }

  #forget(id: string): void {
    this.#meanwhile?.set(id, null);
    this.list = this.list.filter((one) => one.id !== id);
    this.arrived = this.arrived.filter((one) => one.id !== id);
    this.#threads.forget(id);
  }

  async #restore({ id, parent_id }: Comment): Promise<void> {
    try {
      await restoreComment(id);
      this.heard([id, ...(parent_id ? [parent_id] : [])]);
    } catch {
      toasts.tell(m.post_restore_late());
    }
  }

  #drop({ id, parent_id, state }: Comment): void {
    this.#forget(id);
    if (parent_id && state === 'shown') this.#replace(parent_id, (one) => ({ ...one, reply_count: Math.max(0, one.reply_count - 1) }));
  }

  #put(comment: Comment): void {
    if (!comment.parent_id) {
      this.#meanwhile?.set(comment.id, comment);
      this.list = again(this.list, comment);
    } else this.#threads.put(comment.parent_id, comment);
  }

  #replace(id: string, how: (comment: Comment) => Comment): void {
    this.list = this.list.map((one) => (one.id === id ? how(one) : one));
  }

  #count(by: number): void {
    const post = posts.of(this.post_id);
    if (post) posts.amend(this.post_id, { comment_count: Math.max(0, post.comment_count + by) });
  }

  async #page(cursor: string | null): Promise<void> {
    const asked = (this.#asked += 1);
    this.#meanwhile ??= new Map();
    try {
      const page = await fetchComments(this.post_id, cursor);
      if (asked !== this.#asked) return;
      this.list = cursor === null ? page.comments : also(this.list, page.comments);
      if (cursor === null) this.waiting = page.waiting ?? 0;
      this.#cursor = page.next_cursor;
      this.state = 'ready';
    } catch (problem) {
      if (asked !== this.#asked) return;
      this.problem = problem;
      this.state = cursor === null && this.list.length > 0 ? 'ready' : 'failed';
    }
    this.#catchUp();
  }

  /** What became known while a page was on its way is newer than it. */
  #catchUp(): void {
    const meanwhile = this.#meanwhile ?? new Map<string, Comment | null>();
    this.#meanwhile = null;
    for (const [id, comment] of meanwhile) {
      if (comment === null) this.#forget(id);
      else if (this.list.some((one) => one.id === id)) this.list = again(this.list, comment);
      else if (!this.arrived.some((one) => one.id === id)) this.#come(comment);
    }
  }
}
