import { session } from '#lib/app/session.svelte.ts';
import { live } from '#lib/live/live.svelte.ts';

const MOST = 50;
const REST_MS = 100;

/** The posts on the screen: the server says when one of them is not as it was, or not there any more. */
export class Looking {
  #shown = new Map<string, number>();
  #untold = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly tell: (post_ids: string[]) => boolean) {}

  /** It is on the screen, until the answer is called. */
  show(id: string): () => void {
    const count = this.#shown.get(id) ?? 0;
    this.#shown.set(id, count + 1);
    if (count === 0) this.#say(id);
    return () => {
      const left = (this.#shown.get(id) ?? 1) - 1;
      if (left > 0) return void this.#shown.set(id, left);
      this.#shown.delete(id);
      this.#untold.delete(id);
    };
  }

  /** A new line to the server knows of nothing. */
  again(): void {
    this.#untold.clear();
    for (const id of this.#shown.keys()) this.#say(id);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#untold.clear();
  }

  #say(id: string): void {
    this.#untold.add(id);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const ids = [...this.#untold];
      // Without a line they are told once there is one.
      for (let at = 0; at < ids.length; at += MOST) if (!this.tell(ids.slice(at, at + MOST))) return;
      this.#untold.clear();
    }, REST_MS);
  }
}

export const looking = new Looking((post_ids) => live.tell({ op: 'look', post_ids }));
session.onSignOut(() => looking.clear());
