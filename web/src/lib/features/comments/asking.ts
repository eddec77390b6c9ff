import { ApiError, NetworkError } from '#lib/api/client.ts';

const AT_ONCE = 30;
/** Who is told in the same moment does not ask in it. */
const SPREAD_MS = 300;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
const TRIES = 8;

const passes = (problem: unknown) => problem instanceof NetworkError || (problem instanceof ApiError && (problem.status === 429 || problem.status >= 500));

/** Asks once for what was told piece by piece. `ask`: of these; null: of all. `gone`: there is nothing to be asked any more. */
export class Asking {
  #ids: Set<string> | null = new Set();
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly ask: (ids: string[] | null) => Promise<void>,
    private readonly gone: () => void
  ) {}

  soon(ids: string[] | null): void {
    if (ids === null) this.#ids = null;
    else for (const id of ids) this.#ids?.add(id);
    this.#timer ??= setTimeout(() => void this.#all(), Math.random() * SPREAD_MS);
  }

  async #all(): Promise<void> {
    while (this.#ids === null || this.#ids.size > 0) {
      const some = this.#ids && [...this.#ids].slice(0, AT_ONCE);
      if (some === null) this.#ids = new Set();
      else for (const id of some) this.#ids?.delete(id);
      try {
        await this.ask(some);
        this.#failures = 0;
      } catch (problem) {
        if (problem instanceof ApiError && problem.status === 404) this.#none();
        else if (passes(problem) && this.#failures < TRIES) return this.#later(some);
        this.#failures = 0;
      }
    }
    this.#timer = undefined;
  }

  /** With what is told until then. */
  #later(some: string[] | null): void {
    if (some === null) this.#ids = null;
    else for (const id of some) this.#ids?.add(id);
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#timer = setTimeout(() => void this.#all(), wait + Math.random() * SPREAD_MS);
  }

  #none(): void {
    this.#ids = new Set();
    this.gone();
  }
}
