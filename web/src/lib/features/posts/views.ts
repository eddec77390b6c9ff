import { session } from '#lib/app/session.svelte.ts';
import { tellViews } from './calls.ts';

const LONG_ENOUGH_MS = 1_000;
const TOGETHER_MS = 4_000;
const AT_ONCE = 50;
const MOSTLY = 0.5;

/** Which posts were on the screen: told together, each once a day as the server counts them. */
export class Views {
  #told = new Set<string>();
  #waiting = new Set<string>();
  #day = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  saw(id: string, now: Date = new Date()): void {
    const day = now.toISOString().slice(0, 10);
    if (day !== this.#day) this.#told.clear();
    this.#day = day;
    if (this.#told.has(id)) return;
    this.#told.add(id);
    this.#waiting.add(id);
    if (this.#waiting.size >= AT_ONCE) return this.tell();
    this.#timer ??= setTimeout(() => this.tell(), TOGETHER_MS);
  }

  /** What could not be told is told with the next. */
  tell(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const ids = [...this.#waiting].slice(0, AT_ONCE);
    if (ids.length === 0) return;
    for (const id of ids) this.#waiting.delete(id);
    tellViews(ids).catch(() => ids.forEach((id) => this.#waiting.add(id)));
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#told.clear();
    this.#waiting.clear();
  }
}

export const views = new Views();
session.onSignOut(() => views.clear());
addEventListener('pagehide', () => views.tell());

/** Somebody else's post that stands mostly on the screen, or fills it, for a moment was looked at. */
export const lookedAt = (id: string) => (node: HTMLElement) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watch = new IntersectionObserver(
    (seen) => {
      clearTimeout(timer);
      const last = seen.at(-1)!;
      const fills = last.intersectionRect.height > MOSTLY * innerHeight;
      if (last.isIntersecting && (fills || last.intersectionRatio >= MOSTLY)) timer = setTimeout(() => views.saw(id), LONG_ENOUGH_MS);
    },
    { threshold: [0, 0.25, MOSTLY, 0.75, 1] }
  );
  watch.observe(node);
  return () => {
    watch.disconnect();
    clearTimeout(timer);
  };
};
