import { api } from '#lib/api/client.ts';
import type { Nickname, Person } from '#lib/api/types.ts';

/** What I call others. Nobody else sees it: it stands in the place of their name on my screens, and in nothing that is sent. */
class Nicknames {
  #by = $state.raw<ReadonlyMap<string, string>>(new Map());
  #asked = 0;

  of(account_id: string): string | undefined {
    return this.#by.get(account_id);
  }

  async load(): Promise<void> {
    const asked = (this.#asked += 1);
    const answer = await api.get<{ nicknames: Nickname[] }>('/me/nicknames').catch(() => null);
    if (answer !== null && asked === this.#asked) this.recall(answer.nicknames);
  }

  /** As the device kept them, or the server has them. */
  recall(all: readonly Nickname[]): void {
    this.#by = new Map(all.map(({ account_id, name }) => [account_id, name]));
  }

  /** What the device is to keep. */
  kept(): Nickname[] {
    return [...this.#by].map(([account_id, name]) => ({ account_id, name }));
  }

  set(account_id: string, name: string | null): void {
    this.#asked += 1;
    const by = new Map(this.#by);
    if (name === null) by.delete(account_id);
    else by.set(account_id, name);
    this.#by = by;
  }

  clear(): void {
    this.#asked += 1;
    this.#by = new Map();
  }
}

export const nicknames = new Nicknames();

/** The one place that says what somebody is called on my screens. */
export function shownName({ id, display_name }: Pick<Person, 'id' | 'display_name'>): string {
  return nicknames.of(id) ?? display_name;
}
