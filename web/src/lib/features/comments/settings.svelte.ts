import type { CommentSettings } from '#lib/api/types.ts';
import { limits } from '#lib/app/limits.svelte.ts';
import { sentence } from '#lib/app/problems.ts';
import { session } from '#lib/app/session.svelte.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { fetchCommentSettings, saveCommentSettings } from '#lib/features/posts/calls.ts';
import { m } from '#lib/paraglide/messages.js';

const MOST_CHARS = 100;

/** To be asked after an answer has come: whether it is still for who asked. */
function stillMine(): () => boolean {
  const id = session.me?.id;
  return () => session.me?.id === id;
}

/** How what is said to my posts is kept in order, on all my devices. */
class Order {
  wish = $state.raw<CommentSettings | null>(null);
  failed = $state(false);

  async load(): Promise<void> {
    const mine = stillMine();
    try {
      const wish = await fetchCommentSettings();
      if (mine()) [this.wish, this.failed] = [wish, false];
    } catch {
      if (mine()) this.failed = this.wish === null;
    }
  }

  /** On another device, while this one shows it. */
  async changed(): Promise<void> {
    if (this.wish) await this.load();
  }

  /** Shows the change at once; a refusal takes exactly it back. */
  async approveFirst(on: boolean): Promise<void> {
    if (!this.wish) return;
    const mine = stillMine();
    this.wish = { ...this.wish, approve_first: on };
    try {
      const wish = await saveCommentSettings({ approve_first: on });
      if (mine()) this.wish = wish;
    } catch (problem) {
      if (!mine()) return;
      if (this.wish) this.wish = { ...this.wish, approve_first: !on };
      toasts.tell(sentence(problem));
    }
  }

  /** What is wrong with it, in a sentence; null: it stands there now. */
  async add(typed: string): Promise<string | null> {
    const before = this.wish?.filter_words ?? [];
    const word = typed.trim();
    if ([...word].length > MOST_CHARS) return m.comment_words_long({ most: MOST_CHARS });
    if (before.length >= limits.sizes.comment_filter_words) return m.comment_words_many({ most: limits.sizes.comment_filter_words });
    if (!/[\p{L}\p{N}]/u.test(word)) return m.comment_words_none();
    const mine = stillMine();
    try {
      const wish = await saveCommentSettings({ filter_words: [...before, word] });
      if (!mine()) return null;
      this.wish = wish;
    } catch (problem) {
      return sentence(problem);
    }
    // The server keeps words as it looks for them: without case and marks, each once.
    return this.wish.filter_words.length > before.length ? null : m.comment_words_twice();
  }

  async remove(word: string): Promise<void> {
    await this.#words((words) => words.filter((one) => one !== word), m.comment_words_removed({ word }), (words) => [...words, word]);
  }

  async #words(how: (words: string[]) => string[], done: string | null, undo?: (words: string[]) => string[]): Promise<void> {
    const before = this.wish;
    if (!before) return;
    const mine = stillMine();
    const filter_words = how(before.filter_words);
    this.wish = { ...before, filter_words };
    try {
      const wish = await saveCommentSettings({ filter_words });
      if (!mine()) return;
      this.wish = wish;
      if (done) toasts.tell(done, undo && { label: m.undo(), act: () => void this.#words(undo, null) });
    } catch (problem) {
      if (!mine()) return;
      this.wish = before;
      toasts.tell(sentence(problem));
    }
  }
}

export const order = new Order();
session.onSignOut(() => {
  [order.wish, order.failed] = [null, false];
});
