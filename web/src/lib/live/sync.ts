import type { Conversation } from '#lib/api/types.ts';
import type { Frame } from './wire.ts';

export interface SyncAnswer {
  conversations: Conversation[];
  cursor: string;
  gap: boolean;
}

export interface SyncOptions {
  /** GET /sync from this client's own cursor. */
  fetch: (cursor: string) => Promise<SyncAnswer>;
  /** Everything anew: the inbox and what is open. Used where nothing was kept, and after a gap. */
  baseline: () => Promise<void>;
  /** Takes the changed heads in and fills what the open conversations miss. */
  apply: (conversations: Conversation[]) => Promise<void>;
  /** The server answered (true) or did not (false). */
  healthy: (well: boolean) => void;
  /** The cursor has moved: everything before it is here. */
  moved: () => void;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/**
 * Connect, subscribe, `ready`, then ask what changed since this client's own cursor, then live.
 * The cursor moves only after everything it stands for has been applied.
 */
export class Sync {
  #cursor: string | null = null;
  /** Grows with each `ready`; a run that belongs to an older connection gives up. */
  #round = 0;
  #running: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: SyncOptions) {}

  get cursor(): string | null {
    return this.#cursor;
  }

  /** Goes on from what this device kept. */
  resume(cursor: string): void {
    this.stop();
    this.#cursor = cursor;
  }

  /** Subscribed: what happens from here on is pushed. What happened before is fetched. */
  ready(frame: Pick<Frame<'ready'>, 'cursor'>): Promise<void> {
    return this.#begin(frame.cursor);
  }

  /** Looks again without a new connection: after a long sleep, or after the server was ill. */
  refresh(): Promise<void> {
    return this.#cursor === null ? Promise.resolve() : this.#begin(this.#cursor);
  }

  stop(): void {
    this.#round += 1;
    clearTimeout(this.#timer);
    this.#cursor = null;
  }

  #begin(high: string): Promise<void> {
    this.#round += 1;
    clearTimeout(this.#timer);
    const round = this.#round;
    this.#running = this.#running.then(() => this.#run(round, high, 0));
    return this.#running;
  }

  async #run(round: number, high: string, tries: number): Promise<void> {
    if (round !== this.#round) return;
    try {
      await this.#once(round, high);
      this.options.healthy(true);
      if (round === this.#round) this.options.moved();
    } catch {
      if (round !== this.#round) return;
      this.options.healthy(false);
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries);
      this.#timer = setTimeout(() => void this.#run(round, high, tries + 1), wait);
    }
  }

  async #once(round: number, high: string): Promise<void> {
    if (this.#cursor === null) {
      await this.options.baseline();
      if (round === this.#round) this.#cursor = high;
      return;
    }
    const answer = await this.options.fetch(this.#cursor);
    if (round !== this.#round) return;
    if (answer.gap) await this.options.baseline();
    else await this.options.apply(answer.conversations);
    if (round === this.#round) this.#cursor = answer.cursor;
  }
}
