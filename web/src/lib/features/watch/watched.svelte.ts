import { session } from '#lib/app/session.svelte.ts';

const STEP_MIN = 20;
const MINUTE_MS = 60_000;

/** How long videos have run since this page was opened; said to minors, every twenty minutes and without a question. */
export class Watched {
  #ms = $state(0);
  #since: number | null = null;

  /** A video runs, or none does. */
  runs(on: boolean, now: number = performance.now()): void {
    if (this.#since !== null) this.#ms += Math.max(0, now - this.#since);
    this.#since = on ? now : null;
  }

  /** Full steps, in minutes; 0 before the first. */
  get minutes(): number {
    return Math.floor(this.#ms / MINUTE_MS / STEP_MIN) * STEP_MIN;
  }

  clear(): void {
    this.#ms = 0;
    this.#since = null;
  }
}

export const watched = new Watched();
session.onSignOut(() => watched.clear());
