import { SvelteMap } from 'svelte/reactivity';
import type { Comment } from '#lib/api/types.ts';
import { sentence } from '#lib/app/problems.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { fetchReplies } from '#lib/features/posts/calls.ts';
import { answered, before } from './fold.ts';

/** The answers to a comment. Folded: only how many there are is shown. */
export type Answers = { list: Comment[]; cursor: string | null; open: boolean; busy: boolean };
const FOLDED: Answers = { list: [], cursor: null, open: false, busy: false };

/** The answers to the comments of one post. `fresh`: where what has come is marked. */
export class Threads {
  #of = new SvelteMap<string, Answers>();
  /** Numbers questions: what was forgotten meanwhile is not what one was asked for. */
  #asked = 0;
  #asking = new Map<string, number>();

  constructor(private readonly fresh: Set<string>) {}

  of(id: string): Answers {
    return this.#of.get(id) ?? FOLDED;
  }

  /** Opened for the first time they are fetched; folded, they are kept until something comes to them. */
  async fold(id: string, open: boolean): Promise<void> {
    const there = this.of(id);
    this.#of.set(id, { ...there, open });
    if (open && there.list.length === 0) await this.more(id);
  }

  async more(id: string): Promise<void> {
    const { busy, cursor } = this.of(id);
    if (busy) return;
    this.#of.set(id, { ...this.of(id), busy: true });
    const asked = (this.#asked += 1);
    this.#asking.set(id, asked);
    try {
      const { comments, next_cursor } = await fetchReplies(id, cursor);
      const there = this.of(id);
      if (this.#asking.get(id) !== asked) return;
      const news = comments.filter((one) => !there.list.some((known) => known.id === one.id));
      this.#of.set(id, { ...there, list: news.reduce(answered, there.list), cursor: next_cursor, busy: false });
    } catch (problem) {
      if (this.#asking.get(id) !== asked) return;
      const there = this.of(id);
      // With none there, it is folded again: a tap asks once more.
      this.#of.set(id, { ...there, busy: false, open: there.list.length > 0 });
      toasts.tell(sentence(problem));
    }
  }

  /** It stands there, unfolded. */
  async add(parent: string, comment: Comment): Promise<void> {
    const there = this.of(parent);
    this.#of.set(parent, { ...there, open: true, list: there.list.some(({ id }) => id === comment.id) ? there.list : [...there.list, comment] });
    if (there.list.length === 0) await this.more(parent);
  }

  /** It is so from now on, where it stands. */
  put(parent: string, comment: Comment): void {
    const there = this.of(parent);
    this.#of.set(parent, { ...there, list: there.list.map((one) => (one.id === comment.id ? comment : one)) });
  }

  foldIn(parent: string, comment: Comment): void {
    const there = this.of(parent);
    if (there.list.some(({ id }) => id === comment.id)) return this.put(parent, comment);
    // Unfolded they are fetched anew, and it is among them.
    if (!there.open) return this.#close(parent);
    // It stands on a page that is not there yet.
    if (there.cursor !== null) return;
    this.fresh.add(comment.id);
    this.#of.set(parent, { ...there, list: answered(there.list, comment) });
  }

  forget(id: string): void {
    for (const [parent, there] of this.#of) {
      if (there.list.some((one) => one.id === id)) this.#of.set(parent, { ...there, list: there.list.filter((one) => one.id !== id) });
    }
  }

  /** As after an absence: what is unfolded is fetched again, the rest once it is. */
  async refresh(): Promise<void> {
    for (const [id, { open, list }] of this.#of) {
      if (!open) this.#close(id);
      if (!open || list.length === 0) continue;
      const { comments, next_cursor } = await fetchReplies(id, null);
      const last = comments.at(-1);
      const beyond = next_cursor === null || !last ? [] : list.filter((one) => before(one, last));
      this.#of.set(id, { ...this.of(id), list: [...comments, ...beyond], cursor: beyond.length > 0 ? this.of(id).cursor : next_cursor });
    }
  }

  #close(parent: string): void {
    this.#of.delete(parent);
    this.#asking.delete(parent);
  }
}
