import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { ApiError } from '#lib/api/client.ts';
import type { Conversation, Person } from '#lib/api/types.ts';
import { session } from '#lib/app/session.svelte.ts';
import { cache } from './cache.ts';
import { fetchPeople } from './calls.ts';

/** Ids that are read in one drawing are asked for in one call. */
const REST_MS = 20;
const AGAIN_MS = 4_000;
const MOST_IDS = 100;

/** Who stands behind the account ids of messages. What is not known yet is asked for as soon as it is read. */
class Persons {
  #known = new SvelteMap<string, Person>();
  /** No person any more, or none that may be seen here: by conversation and account. */
  #nobody = new SvelteSet<string>();
  #asked = new Map<string, Set<string>>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Undefined while it is on its way; null for who is gone. */
  of(conversation_id: string, account_id: string): Person | null | undefined {
    if (account_id === session.me?.id) return session.me;
    const known = this.#known.get(account_id);
    if (known !== undefined) return known;
    if (this.#nobody.has(conversation_id + account_id)) return null;
    this.#ask(conversation_id, account_id);
    return undefined;
  }

  learn(people: readonly Person[]): void {
    for (const person of people) {
      const before = this.#known.get(person.id);
      const same = before && before.display_name === person.display_name && before.handle === person.handle;
      if (same && before.avatar?.small === person.avatar?.small) continue;
      this.#known.set(person.id, person);
      cache.soon();
    }
  }

  /** What the device is to keep. */
  kept(): ReadonlyMap<string, Person> {
    return new Map(this.#known);
  }

  learnFrom({ person, faces }: Conversation): void {
    this.learn(person ? [person, ...faces] : faces);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#asked.clear();
    this.#known.clear();
    this.#nobody.clear();
  }

  #ask(conversation_id: string, account_id: string): void {
    const ids = this.#asked.get(conversation_id) ?? new Set();
    this.#asked.set(conversation_id, ids.add(account_id));
    this.#timer ??= setTimeout(() => void this.#fetch(), REST_MS);
  }

  async #fetch(): Promise<void> {
    const asked = [...this.#asked].flatMap(([id, ids]) => {
      const wanted = [...ids].filter((account_id) => !this.#known.has(account_id));
      return wanted.length > 0 ? [{ id, wanted: wanted.slice(0, MOST_IDS) }] : [];
    });
    this.#asked.clear();
    const answers = await Promise.all(asked.map(({ id, wanted }) => this.#answered(id, wanted)));
    this.#timer = undefined;
    if (answers.includes(false)) this.#timer = setTimeout(() => void this.#fetch(), AGAIN_MS);
    else if (this.#asked.size > 0) this.#timer = setTimeout(() => void this.#fetch(), REST_MS);
  }

  async #answered(id: string, wanted: string[]): Promise<boolean> {
    try {
      const { people } = await fetchPeople(id, wanted).catch(nobody);
      this.learn(people);
      // Who is not in the answer was never here, or is no person any more: asking again would not help.
      for (const account_id of wanted) if (!this.#known.has(account_id)) this.#nobody.add(id + account_id);
      return true;
    } catch {
      for (const account_id of wanted) this.#again(id, account_id);
      return false;
    }
  }

  #again(conversation_id: string, account_id: string): void {
    const ids = this.#asked.get(conversation_id) ?? new Set();
    this.#asked.set(conversation_id, ids.add(account_id));
  }
}

/** A conversation that is not the viewer's names nobody. */
function nobody(error: unknown): { people: Person[] } {
  if (error instanceof ApiError && error.status === 404) return { people: [] };
  throw error;
}

export const persons = new Persons();
