import { untrack } from 'svelte';
import { api } from '#lib/api/client.ts';
import type { ListedPerson, People } from '#lib/api/types.ts';
import { session } from '#lib/app/session.svelte.ts';
import { relations } from '#lib/features/relations/relations.svelte.ts';

/** A list of people that comes page by page from `path`. */
export class PeopleList {
  people = $state.raw<ListedPerson[]>([]);
  state = $state<'loading' | 'ready' | 'more' | 'failed'>('loading');
  problem = $state<unknown>(null);
  #cursor: string | null = null;
  #asking = false;

  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  get whole(): boolean {
    return this.state === 'ready' && this.#cursor === null;
  }

  /** From the beginning. What is there already stays until it is replaced. */
  async load(): Promise<void> {
    // An effect that loads must not run again because something was loaded.
    if (untrack(() => this.people.length) === 0) this.state = 'loading';
    await this.#page(null);
  }

  async more(): Promise<void> {
    if (this.state !== 'ready' || this.#cursor === null) return;
    this.state = 'more';
    await this.#page(this.#cursor);
  }

  drop(handle: string): void {
    this.people = this.people.filter(({ person }) => person.handle !== handle);
  }

  async #page(cursor: string | null): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      const page = await api.get<People | Pick<People, 'people'>>(this.path, { cursor });
      relations.learnAll(page.people);
      this.people = cursor === null ? page.people : [...this.people, ...page.people];
      this.#cursor = 'next_cursor' in page ? page.next_cursor : null;
      this.state = 'ready';
    } catch (problem) {
      this.problem = problem;
      // A list that is there is better than none: only a page that is missing is a failure then.
      this.state = cursor === null && this.people.length > 0 ? 'ready' : 'failed';
    } finally {
      this.#asking = false;
    }
  }
}

const kept = new Map<string, PeopleList>();
session.onSignOut(() => kept.clear());

/** The list at `path`; one that was shown before is there at once. */
export function listAt(path: string): PeopleList {
  const list = kept.get(path) ?? new PeopleList(path);
  kept.set(path, list);
  return list;
}
