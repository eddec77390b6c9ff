import { limits } from '#lib/app/limits.svelte.ts';
import { session } from '#lib/app/session.svelte.ts';
import { live } from '#lib/live/live.svelte.ts';
import { fetchUpload } from './calls.ts';
import { Carrier } from './carrier.ts';
import { local } from './local.svelte.ts';
import { progress } from './progress.svelte.ts';
import { bring, cancel } from './tus.ts';

/** The carrier of the tab that leads, for as long as its account is signed in here. */
class Carrying {
  #carrier: Carrier | null = null;
  #end: () => void = () => undefined;

  async lead(account_id: string): Promise<void> {
    const shelf = await live.shelf;
    if (!shelf || !live.leading || !session.holds(account_id)) return;
    this.#end();
    const carrier = new Carrier({
      shelf,
      entries: () => live.entries,
      bring: async (part, blob, tell, signal) => bring(part, blob, (await limits.ask()).upload_chunk_bytes, tell, signal),
      ask: fetchUpload,
      cancel,
      changed: (entry) => {
        for (const [key, media] of Object.entries(entry.parts ?? {})) if (media) local.same(key, media.id);
        void live.queue(entry);
      },
      refused: (client_id, problem) => live.refuse(client_id, problem),
      tell: (key, step) => progress.tell(key, step)
    });
    this.#carrier = carrier;
    progress.listen(account_id);
    this.#attend(carrier);
    await carrier.sweep().catch(() => undefined);
  }

  heard(id: string): void {
    this.#carrier?.heard(id);
  }

  /** Follows the outbox and the connection, until the account leaves this page. */
  #attend(carrier: Carrier): void {
    const stop = $effect.root(() => {
      $effect(() => {
        void live.entries;
        carrier.look();
      });
      $effect(() => {
        if (live.state === 'ready') carrier.wake();
      });
    });
    const forget = session.onSignOut(() => this.#end());
    this.#end = () => {
      stop();
      forget();
      carrier.stop();
      this.#carrier = null;
      this.#end = () => undefined;
    };
  }
}

export const carrying = new Carrying();
