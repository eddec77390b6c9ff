import { api, ApiError } from '#lib/api/client.ts';
import type { Operation } from '#lib/api/types.ts';

const EVERY_MS = 10_000;

/** What the server says of itself; asked again every ten seconds while somebody looks. */
export class Watched {
  seen = $state.raw<Operation | null>(null);
  problem = $state.raw<unknown>(null);
  #asking = false;

  /** Returns how to stop. */
  start(): () => void {
    const look = (): void => {
      if (!document.hidden) void this.look();
    };
    look();
    const timer = setInterval(look, EVERY_MS);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }

  async look(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      this.seen = await api.get<Operation>('/operation');
      this.problem = null;
    } catch (why) {
      this.problem = why;
      // Who is no operator any more keeps nothing of it on the screen.
      if (why instanceof ApiError && why.status === 404) this.seen = null;
    } finally {
      this.#asking = false;
    }
  }
}
