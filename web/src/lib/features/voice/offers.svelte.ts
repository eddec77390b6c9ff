import { session } from '#lib/app/session.svelte.ts';
import { leftBehind, type Take } from './take.ts';

/** What was being recorded when its page went away, or something else came first. */
class Offers {
  #of = $state.raw<ReadonlyMap<string, readonly Take[]>>(new Map());
  /** On its way out, or being thrown away. */
  #leaving = new Set<string>();

  /** The eldest that waits here. */
  in(room: string): Take | undefined {
    return this.#of.get(room)?.[0];
  }

  async look(room: string): Promise<void> {
    const found = await leftBehind(room).catch(() => []);
    this.#of = new Map(this.#of).set(room, found.filter(({ id }) => !this.#leaving.has(id)));
  }

  /** From now on it is not offered. */
  leave({ id, recording }: Take): void {
    this.#leaving.add(id);
    const others = (this.#of.get(recording.conversation_id) ?? []).filter((take) => take.id !== id);
    this.#of = new Map(this.#of).set(recording.conversation_id, others);
  }

  clear(): void {
    this.#of = new Map();
    this.#leaving.clear();
  }

  /** It could not be handed on. */
  async stay({ id, recording }: Take): Promise<void> {
    this.#leaving.delete(id);
    await this.look(recording.conversation_id);
  }
}

export const offers = new Offers();
session.onSignOut(() => offers.clear());
