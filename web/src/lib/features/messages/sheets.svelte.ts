import type { Message } from '#lib/api/types.ts';

export type Asked =
  | { kind: 'emoji' | 'reactions' | 'versions' | 'unsend' | 'forward'; message: Message }
  | { kind: 'pins'; conversation_id: string };

/** Which sheet about a message is asked for: one at a time. */
class Sheets {
  asked = $state.raw<Asked | null>(null);

  ask(asked: Asked): void {
    this.asked = asked;
  }

  close(): void {
    this.asked = null;
  }
}

export const sheets = new Sheets();
