import type { Comment } from '#lib/api/types.ts';
import { sentence } from '#lib/app/problems.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { fetchWaitingComments, putComment } from '#lib/features/posts/calls.ts';
import { m } from '#lib/paraglide/messages.js';
import { Pages } from './pages.svelte.ts';
import { putWords } from './words.ts';

/** What was said to my posts and waits for me. */
export class WaitingList extends Pages<Comment> {
  count = $state(0);

  constructor() {
    super(async (cursor) => {
      const page = await fetchWaitingComments(cursor);
      if (cursor === null) this.count = page.waiting ?? 0;
      return page;
    });
  }

  /** Gone from here at once; the notice lets it wait again. */
  async put(comment: Comment, state: Comment['state']): Promise<void> {
    this.drop(comment.id);
    this.count = Math.max(0, this.count - 1);
    try {
      await putComment(comment.id, state);
      toasts.tell(putWords('waiting', state), { label: m.undo(), act: () => void this.#undo(comment) });
    } catch (problem) {
      toasts.tell(sentence(problem));
      await this.load();
    }
  }

  async #undo({ id }: Comment): Promise<void> {
    await putComment(id, 'waiting').catch((problem: unknown) => toasts.tell(sentence(problem)));
    await this.load();
  }
}
