import type { Audience, Background, Commenters, Post } from '#lib/api/types.ts';
import { session } from '#lib/app/session.svelte.ts';

export type Kind = Post['kind'];
/** `at`: when it is posted, in the server's words; null: at once. `leaving`: the post as which these words are about to go on their way. */
export type PostDraft = { kind: Kind; text: string; background: Background | null; audience: Audience | null; comments: Commenters; download: boolean; at: string | null; link_preview: boolean; leaving: string | null };
export const NOTHING: PostDraft = { kind: 'text', text: '', background: null, audience: null, comments: 'everyone', download: false, at: null, link_preview: true, leaving: null };

const UNSAID = JSON.stringify(NOTHING);

/** Where the files of a post that is being written wait, among those of conversations. */
export const ROOM = 'post';
/** subscribers.ts forgets it when the account leaves this device. */
const place = (account_id: string) => `paperplane:post:${account_id}`;

function kept(account_id: string): PostDraft {
  try {
    return { ...NOTHING, ...(JSON.parse(localStorage.getItem(place(account_id)) ?? '{}') as Partial<PostDraft>) };
  } catch {
    return NOTHING;
  }
}

/** The post that is being written, as this device keeps it. */
class Drafting {
  #of = $state.raw<{ account_id: string; draft: PostDraft } | null>(null);

  get now(): PostDraft {
    const id = session.me?.id ?? '';
    return this.#of?.account_id === id ? this.#of.draft : kept(id);
  }

  set(change: Partial<PostDraft>): void {
    const account_id = session.me?.id;
    if (!account_id) return;
    const draft = { ...this.now, ...change };
    this.#of = { account_id, draft };
    try {
      if (JSON.stringify(draft) === UNSAID) localStorage.removeItem(place(account_id));
      else localStorage.setItem(place(account_id), JSON.stringify(draft));
    } catch {
      // No room on this device: it lasts as long as the page.
    }
  }

  /** What was written before stands here again, above words that have come since. */
  lay(before: Partial<PostDraft>): void {
    this.set({ ...before, text: [before.text, this.now.text].filter(Boolean).join('\n') });
  }

  /** Another tab may have written on. */
  reread(): void {
    const account_id = session.me?.id ?? '';
    this.#of = { account_id, draft: kept(account_id) };
  }

  clear(): void {
    this.set(NOTHING);
  }

  /** Off the screen; the disk has it still. */
  hide(): void {
    this.#of = { account_id: session.me?.id ?? '', draft: NOTHING };
  }
}

export const drafting = new Drafting();
