import { SvelteMap } from 'svelte/reactivity';
import type { Post } from '#lib/api/types.ts';
import { session } from '#lib/app/session.svelte.ts';
import { glimpse } from '#lib/features/posts/calls.ts';
import { piecesOf } from '#lib/features/messages/text.ts';

type Preview = NonNullable<Post['preview']>;

/** The address of which a text shows where it leads. */
export const linkIn = (text: string): string | null => piecesOf(text).find(({ href }) => href?.startsWith('http'))?.href ?? null;

/** What links that are being written lead to, as the server sees it: each is asked for once. */
class Links {
  #of = new SvelteMap<string, Preview | null>();

  of(link: string): Preview | null {
    return this.#of.get(link) ?? null;
  }

  /** Without an answer the post is as it would be without this. */
  async ask(link: string, text: string): Promise<void> {
    if (this.#of.has(link)) return;
    this.#of.set(link, null);
    try {
      this.#of.set(link, (await glimpse(text)).preview);
    } catch {
      this.#of.delete(link);
    }
  }

  clear(): void {
    this.#of.clear();
  }
}

export const links = new Links();
session.onSignOut(() => links.clear());
