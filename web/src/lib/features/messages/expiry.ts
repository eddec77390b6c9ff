import type { Conversation } from '#lib/api/types.ts';
import { serverTime } from '#lib/live/servertime.svelte.ts';
import { vanished } from './changes.ts';
import type { Log } from './fold.ts';

/** No timer can be set for longer. */
const LONGEST_MS = 86_400_000;
/** Several changes of one moment are looked at together. */
const REST_MS = 50;

interface Held {
  id: string;
  log: Log;
  vanish: () => void;
}

/** Where messages are held: all of it is looked through, and what has had its time is taken out. */
export interface Holder {
  threads: () => Held[];
  heads: () => Conversation[];
  /** The last message of a head has gone. `last`: the one before it, where that is here; undefined: ask the server. */
  turned: (head: Conversation, last: Conversation['last_message'] | undefined) => void;
  /** It is earlier than was thought: something may have gone too soon. */
  earlier: () => void;
}

/** Messages end by the clock, and nobody tells. */
class Expiry {
  #holder: Holder | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    serverTime.onEarlier(() => {
      this.#holder?.earlier();
      this.soon();
    });
  }

  start(holder: Holder): void {
    this.#holder = holder;
    this.soon();
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#resting);
    this.#resting = undefined;
    this.#holder = null;
  }

  /** Something with an end may have come, or changed. */
  soon(): void {
    this.#resting ??= setTimeout(() => {
      this.#resting = undefined;
      this.#look();
    }, REST_MS);
  }

  #look(): void {
    if (!this.#holder) return;
    const now = serverTime.now();
    for (const thread of this.#holder.threads()) thread.vanish();
    const logs = new Map(this.#holder.threads().map(({ id, log }) => [id, log]));
    for (const head of this.#holder.heads()) {
      if (!head.last_message || !vanished(head.last_message, now)) continue;
      const log = logs.get(head.id);
      this.#holder.turned(head, log && log.last_seq >= head.last_seq ? (log.messages.at(-1) ?? (log.older ? undefined : null)) : undefined);
    }
    this.#wait(now);
  }

  #wait(now: number): void {
    const said = [...this.#holder!.threads().flatMap(({ log }) => log.messages), ...this.#holder!.heads().map((head) => head.last_message)];
    const ends = said.flatMap((message) => (message?.expires_at ? [Date.parse(message.expires_at)] : [])).filter((end) => end > now);
    clearTimeout(this.#timer);
    if (ends.length > 0) this.#timer = setTimeout(() => this.#look(), Math.min(LONGEST_MS, Math.min(...ends) - now + 1));
  }
}

export const expiry = new Expiry();
