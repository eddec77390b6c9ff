import { ApiError } from '#lib/api/client.ts';
import type { MyComment } from '#lib/api/types.ts';
import { sentence } from '#lib/app/problems.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { deleteComment, fetchMyComments, restoreComment } from '#lib/features/posts/calls.ts';
import { m } from '#lib/paraglide/messages.js';
import { Pages } from './pages.svelte.ts';

const UNDO_MS = 30_000;

/** What I wrote, wherever it stands. */
export class MyList extends Pages<MyComment> {
  constructor() {
    super(fetchMyComments);
  }

  /** Gone for everybody at once; for half a minute it can be taken back. */
  async remove({ id }: MyComment): Promise<void> {
    this.drop(id);
    try {
      await deleteComment(id);
    } catch (problem) {
      if (problem instanceof ApiError && problem.status === 404) return;
      toasts.tell(sentence(problem));
      return this.load();
    }
    toasts.tell(m.comment_deleted(), { label: m.undo(), act: () => void this.#restore(id) }, undefined, UNDO_MS);
  }

  async #restore(id: string): Promise<void> {
    await restoreComment(id).catch(() => toasts.tell(m.post_restore_late()));
    await this.load();
  }
}
