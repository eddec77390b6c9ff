import type { Conversation } from '#lib/api/types.ts';

/** No timer can be set for longer. */
const LONGEST_MS = 86_400_000;

/** A mute ends by the clock, and nobody tells. */
export class MuteClock {
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly ended: (head: Conversation) => void) {}

  watch(heads: Iterable<Conversation>): void {
    clearTimeout(this.#timer);
    const muted = [...heads].filter((head) => head.muted_until !== null);
    if (muted.length === 0) return;
    const next = Math.min(...muted.map(endOf)) - Date.now();
    this.#timer = setTimeout(() => this.#look(muted), Math.min(LONGEST_MS, Math.max(0, next)));
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #look(muted: Conversation[]): void {
    const over = muted.filter((head) => endOf(head) <= Date.now());
    this.watch(muted.filter((head) => !over.includes(head)));
    for (const head of over) this.ended(head);
  }
}

function endOf({ muted_until }: Conversation): number {
  return Date.parse(muted_until ?? '');
}
