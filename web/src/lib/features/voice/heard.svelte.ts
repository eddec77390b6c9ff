import { session } from '#lib/app/session.svelte.ts';
import { live } from '#lib/live/live.svelte.ts';

/** So many of a conversation's are remembered; those before count as heard no more, and are far back. */
const MOST = 500;

/** Which voice notes were played on this device, by conversation and seq. */
class Heard {
  #seqs = $state.raw<ReadonlyMap<string, ReadonlySet<number>>>(new Map());
  #asked = new Set<string>();

  /** Whether it was played here; true while that is not known. */
  is(conversation_id: string, seq: number): boolean {
    return this.#seqs.get(conversation_id)?.has(seq) ?? true;
  }

  async in(conversation_id: string): Promise<ReadonlySet<number>> {
    await this.know(conversation_id);
    return this.#seqs.get(conversation_id) ?? new Set();
  }

  async know(conversation_id: string): Promise<void> {
    if (this.#asked.has(conversation_id)) return;
    this.#asked.add(conversation_id);
    const kept = (await (await live.shelf)?.voices.heard(conversation_id).catch(() => [])) ?? [];
    this.#put(conversation_id, [...kept, ...(this.#seqs.get(conversation_id) ?? [])]);
  }

  hear(conversation_id: string, seq: number): void {
    void this.know(conversation_id).then(async () => {
      if (this.is(conversation_id, seq)) return;
      const seqs = this.#put(conversation_id, [...(this.#seqs.get(conversation_id) ?? []), seq]);
      await (await live.shelf)?.voices.hear({ conversation_id, seqs }).catch(() => undefined);
    });
  }

  clear(): void {
    this.#seqs = new Map();
    this.#asked.clear();
  }

  #put(conversation_id: string, seqs: number[]): number[] {
    const last = [...new Set(seqs)].slice(-MOST);
    this.#seqs = new Map(this.#seqs).set(conversation_id, new Set(last));
    return last;
  }
}

export const heard = new Heard();
session.onSignOut(() => heard.clear());
