import { api } from '#lib/api/client.ts';
import type { ListedPerson, People } from '#lib/api/types.ts';
import { relations } from '#lib/features/relations/relations.svelte.ts';

/** A list of people that comes page by page from `path`. */
export class PeopleList {
  people = $state<ListedPerson[]>([]);
  state = $state<'loading' | 'ready' | 'more' | 'failed'>('loading');
  problem = $state<unknown>(null);
  #cursor: string | null = null;

  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  get whole(): boolean {
    return this.state === 'ready' && this.#cursor === null;
  }

  /** From the beginning, as at first and after a failure. */
  async load(): Promise<void> {
    this.#cursor = null;
    await this.#page('loading');
  }

  async more(): Promise<void> {
    if (this.state === 'ready' && this.#cursor !== null) await this.#page('more');
  }

  drop(handle: string): void {
    this.people = this.people.filter(({ person }) => person.handle !== handle);
  }

  async #page(state: 'loading' | 'more'): Promise<void> {
    this.state = state;
    try {
      const page = await api.get<People | Pick<People, 'people'>>(this.path, { cursor: this.#cursor });
      relations.learnAll(page.people);
      this.people = state === 'more' ? [...this.people, ...page.people] : page.people;
      this.#cursor = 'next_cursor' in page ? page.next_cursor : null;
      this.state = 'ready';
    } catch (problem) {
      this.problem = problem;
      this.state = 'failed';
    }
  }
}
