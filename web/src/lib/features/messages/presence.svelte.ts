import { live } from '#lib/live/live.svelte.ts';

export type Seen = { online: boolean; last_seen_at: string | null };

const REST_MS = 250;

/** Who is here, as far as they let me see it. */
class Presence {
  #seen = $state.raw<ReadonlyMap<string, Seen>>(new Map());
  #timer: ReturnType<typeof setTimeout> | undefined;
  #watched = '';

  of(account_id: string | undefined): Seen | null {
    return (account_id && this.#seen.get(account_id)) || null;
  }

  heard(account_id: string, seen: Seen): void {
    this.#seen = new Map(this.#seen).set(account_id, seen);
  }

  /** The people on the screen, the most important first. Told to the server once the list rests. */
  watch(account_ids: string[]): void {
    const wanted = account_ids.slice(0, 100);
    clearTimeout(this.#timer);
    if (wanted.join() === this.#watched) return;
    this.#timer = setTimeout(() => {
      this.#watched = wanted.join();
      live.want({ op: 'watch', account_ids: wanted });
    }, REST_MS);
  }

  /** A broken line tells nothing about anybody: better silent than wrong. */
  forget(): void {
    this.#seen = new Map();
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#watched = '';
    this.forget();
  }
}

export const presence = new Presence();
