import type { Conversation } from '#lib/api/types.ts';

type Heads = ReadonlyMap<string, Conversation>;

/** What was done here and not answered yet, by conversation, in its order. */
export class Assumed {
  #by = $state.raw<ReadonlyMap<string, readonly Partial<Conversation>[]>>(new Map());

  /** Returns how to end it. */
  add(id: string, assumed: Partial<Conversation>): () => void {
    const others = (): Partial<Conversation>[] => (this.#by.get(id) ?? []).filter((one) => one !== assumed);
    this.#by = new Map(this.#by).set(id, [...others(), assumed]);
    return () => {
      const by = new Map(this.#by).set(id, others());
      if (others().length === 0) by.delete(id);
      this.#by = by;
    };
  }

  get ids(): string[] {
    return [...this.#by.keys()];
  }

  over(head: Conversation): Conversation {
    const assumed = this.#by.get(head.id);
    return assumed === undefined ? head : Object.assign({ ...head }, ...assumed);
  }

  overAll(heads: Heads): Heads {
    return this.#by.size === 0 ? heads : new Map([...heads].map(([id, head]) => [id, this.over(head)]));
  }

  clear(): void {
    this.#by = new Map();
  }
}
