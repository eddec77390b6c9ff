import { live } from '#lib/live/live.svelte.ts';

const REST_MS = 250;

/** What shows what is said to a post. */
export interface Listener {
  readonly post_id: string;
  heard(ids: string[] | null): void;
}

/** Which posts' comments are on the screen: the server tells of those, once the screen rests. */
class Listening {
  readonly #listeners = new Set<Listener>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Returns how to stop. */
  at(listener: Listener): () => void {
    this.#listeners.add(listener);
    this.#soon();
    return () => {
      this.#listeners.delete(listener);
      this.#soon();
    };
  }

  heard(post_id: string, ids: string[] | null): void {
    for (const listener of this.#listeners) if (listener.post_id === post_id) listener.heard(ids);
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => live.want({ op: 'listen', post_ids: [...new Set([...this.#listeners].map(({ post_id }) => post_id))].slice(-8) }), REST_MS);
  }
}

export const listening = new Listening();
