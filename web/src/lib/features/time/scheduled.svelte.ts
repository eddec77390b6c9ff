import { v7 } from 'uuid';
import type { Later, Scheduled } from '#lib/api/types.ts';
import { deleteScheduled, fetchScheduled, patchScheduled, postScheduled } from './calls.ts';

/** What this account has put down to be sent later, everywhere. */
class AllScheduled {
  #all = $state.raw<readonly Scheduled[]>([]);
  #asked = 0;

  of(conversation_id: string): Scheduled[] {
    return this.#all.filter((one) => one.conversation_id === conversation_id);
  }

  async load(): Promise<void> {
    const asked = (this.#asked += 1);
    const answer = await fetchScheduled().catch(() => null);
    if (answer !== null && asked === this.#asked) this.#all = answer.scheduled;
  }

  async put(conversation_id: string, body: Later, at: Date): Promise<void> {
    this.#hold(await postScheduled(conversation_id, v7(), body, at.toISOString()));
  }

  async change(one: Scheduled, change: { body?: Later; send_at?: string }): Promise<void> {
    this.#hold(await patchScheduled(one.id, change));
  }

  async cancel(one: Scheduled): Promise<void> {
    await deleteScheduled(one.id);
    this.#all = this.#all.filter((other) => other.id !== one.id);
  }

  clear(): void {
    this.#asked += 1;
    this.#all = [];
  }

  #hold(one: Scheduled): void {
    const others = this.#all.filter((other) => other.id !== one.id);
    this.#all = [...others, one].sort((a, b) => Date.parse(a.send_at) - Date.parse(b.send_at));
  }
}

export const scheduled = new AllScheduled();
