import { session } from '#lib/app/session.svelte.ts';
import { live } from '#lib/live/live.svelte.ts';

const MOST = 50;
/** So that the server takes all of them, however quickly one scrolls. */
const REST_MS = 500;
const REFUSED_MS = 5_000;
const NEAR = '400px 0px';

/** The posts on the screen: the server says when one of them is not as it was, or not there any more. */
export class Looking {
  #shown = new Map<string, number>();
  #untold = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #later: ReturnType<typeof setTimeout> | undefined;
  #began = false;

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

  /** A new line to the server knows of nothing. Answers which posts may have changed while there was none. */
  again(): string[] {
    const missed = this.#began ? [...this.#shown.keys()] : [];
    this.#began = true;
    this.#sayAll();
    return missed;
  }

  /** More was said than the server takes, and nothing tells which of it: all is said again once it has rested. */
  refused(after_s: number): void {
    this.#later ??= setTimeout(() => {
      this.#later = undefined;
      this.#sayAll();
    }, Math.max(REFUSED_MS, 1_000 * after_s));
  }

  clear(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#later);
    this.#timer = this.#later = undefined;
    this.#began = false;
    this.#untold.clear();
  }

  #sayAll(): void {
    this.#untold.clear();
    for (const id of this.#shown.keys()) this.#say(id);
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

/** It is on the screen, or about to come there. */
export const inView = (id: string) => (node: HTMLElement) => {
  let end: (() => void) | undefined;
  const leave = () => (end?.(), (end = undefined));
  const watch = new IntersectionObserver((seen) => void (seen.at(-1)!.isIntersecting ? (end ??= looking.show(id)) : leave()), { rootMargin: NEAR });
  watch.observe(node);
  return () => {
    watch.disconnect();
    leave();
  };
};
