import { ApiError } from '#lib/api/client.ts';

const AT_ONCE = 30;
/** Who is told in the same moment does not ask in it. */
const SPREAD_MS = 300;

/** Asks once for what was told piece by piece. `ask`: of these; null: of all. `gone`: there is nothing to be asked any more. */
export class Asking {
  #ids: Set<string> | null = new Set();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly ask: (ids: string[] | null) => Promise<void>,
    private readonly gone: () => void
  ) {}

  soon(ids: string[] | null): void {
    if (ids === null) this.#ids = null;
    else for (const id of ids) this.#ids?.add(id);
    this.#timer ??= setTimeout(() => void this.#all().finally(() => (this.#timer = undefined)), Math.random() * SPREAD_MS);
  }

  async #all(): Promise<void> {
    while (this.#ids === null || this.#ids.size > 0) {
      const some = this.#ids && [...this.#ids].slice(0, AT_ONCE);
      if (some === null) this.#ids = new Set();
      else for (const id of some) this.#ids?.delete(id);
      try {
        await this.ask(some);
      } catch (problem) {
        // Without a network all is told anew once there is one.
        if (problem instanceof ApiError && problem.status === 404) this.gone();
        return;
      }
    }
  }
}
