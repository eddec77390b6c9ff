import { live } from '#lib/live/live.svelte.ts';

const REST_MS = 250;

/** What shows what is said to a post. */
export interface Looker {
  readonly post_id: string;
  heard(ids: string[] | null): void;
}

/** Which posts' comments are on the screen: the server tells of those, once the screen rests. */
class Looking {
  readonly #lookers = new Set<Looker>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Returns how to look away. */
  at(looker: Looker): () => void {
    this.#lookers.add(looker);
    this.#soon();
    return () => {
      this.#lookers.delete(looker);
      this.#soon();
    };
  }

  heard(post_id: string, ids: string[] | null): void {
    for (const looker of this.#lookers) if (looker.post_id === post_id) looker.heard(ids);
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => live.want({ op: 'look', post_ids: [...new Set([...this.#lookers].map(({ post_id }) => post_id))].slice(-8) }), REST_MS);
  }
}

export const looking = new Looking();
