import { SvelteMap } from 'svelte/reactivity';
import type { ListedPerson, Relation } from '#lib/api/types.ts';
import { session } from '#lib/app/session.svelte.ts';

const NOTHING: Relation = {
  following: 'no',
  followed_by: false,
  friends: false,
  blocking: false,
  muting: false,
  close_friend: false,
  requests_you: false
};

/** What is between me and others, by handle: one truth for every list and profile on the screen. */
class Relations {
  #known = new SvelteMap<string, Relation>();

  constructor() {
    session.onSignOut(() => this.#known.clear());
  }

  of(handle: string): Relation {
    return this.#known.get(handle) ?? NOTHING;
  }

  learn(handle: string, relation: Relation): void {
    this.#known.set(handle, relation);
  }

  learnAll(people: ListedPerson[]): void {
    for (const { person, relation } of people) this.learn(person.handle, relation);
  }
}

export const relations = new Relations();
