import type { Person } from '#lib/api/types.ts';
import { session } from '#lib/app/session.svelte.ts';

/** Somebody in a picture, at a place of it from its left upper corner to (1, 1). `key`: of the file. */
export type Named = { key: string; person: Person; x: number; y: number };

/** Who is said to be in the pictures of a post: each person once. */
export class PeopleIn {
  all = $state.raw<readonly Named[]>([]);

  of(keys: readonly string[]): Named[] {
    return this.all.filter(({ key }) => keys.includes(key));
  }

  /** As they are kept with a post on its way. */
  kept(keys: readonly string[]) {
    return this.of(keys).map(({ person, key, x, y }) => ({ handle: person.handle, key, x, y, person: $state.snapshot(person) as Person }));
  }

  name(named: Named): void {
    this.all = [...this.all.filter(({ person }) => person.id !== named.person.id), named];
  }

  leave(person_id: string): void {
    this.all = this.all.filter(({ person }) => person.id !== person_id);
  }

  clear(): void {
    this.all = [];
  }
}

/** Of the post that is being written. */
export const peopleIn = new PeopleIn();
session.onSignOut(() => peopleIn.clear());
