import type { Person } from '#lib/api/types.ts';
import { limits } from '#lib/app/limits.svelte.ts';
import { session } from '#lib/app/session.svelte.ts';
import { namesFor } from '#lib/features/messages/find.ts';
import { listAt } from '#lib/features/people/people.svelte.ts';
import { PeopleSearch } from '#lib/features/people/search.svelte.ts';
import { relations } from '#lib/features/relations/relations.svelte.ts';


/** Choosing people: friends first, anybody by search, one at a time into a row of chosen ones. */
export class Picking {
  words = $state('');
  picked = $state.raw<readonly Person[]>([]);
  readonly search = new PeopleSearch();
  readonly friends = listAt('/me/friends');
  #asked = $derived(this.words.trim().replace(/^@/, ''));

  /** Friends whose name answers, at once; then whoever else the server finds. Without a word: all friends. */
  options = $derived.by(() => {
    const friends = this.friends.people.map(({ person }) => person);
    if (this.#asked === '') return friends;
    const mine = namesFor(this.words, friends);
    const known = new Set([session.me?.id, ...mine.map(({ id }) => id)]);
    return [...mine, ...this.search.found.map(({ person }) => person).filter(({ id }) => !known.has(id))];
  });
  /** The search has answered what is typed. */
  settled = $derived(this.#asked === '' || this.search.answered === this.#asked || this.search.problem !== null);
  full = $derived(this.picked.length >= limits.sizes.group_added);
  atOnce = $derived(this.picked.filter((person) => relations.of(person.handle).friends));
  askedFirst = $derived(this.picked.filter((person) => !relations.of(person.handle).friends));

  has(person: Person): boolean {
    return this.picked.some(({ id }) => id === person.id);
  }

  toggle(person: Person): void {
    if (this.has(person)) this.drop(person);
    else if (!this.full) this.picked = [...this.picked, person];
  }

  drop(person: Person): void {
    this.picked = this.picked.filter(({ id }) => id !== person.id);
  }

  dropLast(): void {
    this.picked = this.picked.slice(0, -1);
  }
}
