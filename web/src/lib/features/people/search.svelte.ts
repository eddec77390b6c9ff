import { api } from '#lib/api/client.ts';
import type { ListedPerson } from '#lib/api/types.ts';
import { relations } from '#lib/features/relations/relations.svelte.ts';
import { TypedSearch } from '#lib/features/search/typed.svelte.ts';

/** People found as you type. */
export class PeopleSearch extends TypedSearch<ListedPerson> {
  constructor() {
    super(async (q, signal) => {
      const { people } = await api.get<{ people: ListedPerson[] }>('/people', { q }, signal);
      relations.learnAll(people);
      return people;
    });
  }
}
