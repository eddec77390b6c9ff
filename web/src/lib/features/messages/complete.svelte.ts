import { ApiError } from '#lib/api/client.ts';
import { live } from '#lib/live/live.svelte.ts';
import { timed } from '#lib/live/servertime.svelte.ts';
import { cache } from './cache.ts';
import { postProof } from './calls.ts';
import { conversations } from './conversations.svelte.ts';
import { messages } from './messages.svelte.ts';
import { prove, type Piece, type ProverOptions } from './proof.ts';

const EVERY_MS = 300_000;
/** What is only on its way gets this moment to arrive. */
const PAUSE_MS = 400;

/** Of a conversation whose messages are not here, the head says how far it goes. */
function pieces(ids?: ReadonlySet<string>): Piece[] {
  return conversations.all().flatMap((head) => {
    if (ids && !ids.has(head.id)) return [];
    const thread = messages.held(head.id);
    if (thread?.state !== 'ready') return [{ id: head.id, base_seq: head.last_seq, ids: [] }];
    return [{ id: head.id, base_seq: thread.log.base_seq, ids: thread.log.ids }];
  });
}

const options: ProverOptions = {
  pieces,
  ask: timed(postProof),
  mend: (id, good_seq) => {
    complete.doubt();
    return messages.held(id)?.mend(good_seq) ?? Promise.resolve();
  },
  fill: async (id, last_seq) => {
    await conversations.refetch(id);
    await messages.held(id)?.catchUp({ ...conversations.get(id), last_seq });
  },
  renew: (id) => conversations.renew(id),
  // It is dropped if it is really not there for the viewer any more.
  lost: (id) => conversations.refetch(id),
  pause: () => new Promise((done) => setTimeout(done, PAUSE_MS))
};

/** Up to when everything on this device is what the server has. Said only where it was proved. */
class Complete {
  /** The server's time; null while nothing is proved. */
  at = $state<string | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #proving = false;
  /** Grows when the account goes: what is then still on its way says nothing of the next one. */
  #era = 0;

  /** What was proved when the device last kept everything. */
  recall(proved_at: string | null): void {
    this.at ??= proved_at;
  }

  /** A sync is whole: prove it. `again`: how to sync once more, later. */
  async check(again: () => void): Promise<void> {
    // Only a page that came over TLS, or from this machine, is given the means to hash.
    if (this.#proving || !globalThis.crypto?.subtle) return;
    const era = this.#era;
    this.#proving = true;
    try {
      const at = await prove(options);
      // Where too much was still arriving, what was proved before is all that can be said.
      if (era === this.#era && at !== null) this.#told(at);
    } catch (error) {
      // No answer, or a server that is too busy: what was proved before is still true.
      if (!(error instanceof ApiError) && !(error instanceof Error && error.name === 'NetworkError')) throw error;
    } finally {
      this.#proving = false;
      if (era === this.#era) this.#later(again);
    }
  }

  /** Something is not what the server has. Until it is mended and proved anew, nothing is claimed. */
  doubt(): void {
    this.at = null;
    cache.soon();
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#era += 1;
    this.at = null;
  }

  #told(at: string): void {
    this.at = at;
    void cache.now();
  }

  /** Spread, so that the clients of a restarted server do not come all at once. Out of sight, it waits until it is seen. */
  #later(again: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        if (document.visibilityState === 'visible') {
          if (live.state === 'ready') again();
          return;
        }
        document.addEventListener('visibilitychange', () => live.state === 'ready' && again(), { once: true });
      },
      EVERY_MS * (0.8 + 0.4 * Math.random())
    );
  }
}

export const complete = new Complete();
