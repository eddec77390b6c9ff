import type { Conversation } from '#lib/api/types.ts';

/** The pinned conversations in their order, which is that of pinning: they stay where they are. */
export class Pins {
  order = $state.raw<readonly string[]>([]);

  /** As the server has it. */
  set(order: readonly string[]): void {
    this.order = order;
  }

  /** What was pinned since comes last. */
  learn(heads: Iterable<Conversation>): void {
    const order = new Set(this.order);
    for (const { id, pinned } of heads) {
      if (pinned) order.add(id);
      else order.delete(id);
    }
    if ([...order].join() !== this.order.join()) this.order = [...order];
  }

  /** The pinned ones first, the others as they are. */
  first(heads: readonly Conversation[]): Conversation[] {
    const place = ({ id }: Conversation) => (this.order.includes(id) ? this.order.indexOf(id) : this.order.length);
    const pinned = heads.filter((head) => head.pinned).sort((a, b) => place(a) - place(b));
    return [...pinned, ...heads.filter((head) => !head.pinned)];
  }
}
