import type { Conversation, Person } from '#lib/api/types.ts';

export type Asked = { kind: 'folders' } | { kind: 'put'; head: Conversation } | { kind: 'nickname'; person: Person };

/** Which sheet about my own order is asked for: one at a time. What it takes is loaded then. */
class Ordering {
  asked = $state.raw<Asked | null>(null);

  ask(asked: Asked): void {
    this.asked = asked;
  }

  close(): void {
    this.asked = null;
  }
}

export const ordering = new Ordering();
