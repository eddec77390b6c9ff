import { untrack } from 'svelte';
import { api, ApiError, user } from '#lib/api/client.ts';
import type { Profile } from '#lib/api/types.ts';
import { session } from '#lib/app/session.svelte.ts';
import { relations } from '#lib/features/relations/relations.svelte.ts';

/** One person's profile as it is fetched; a profile seen before is shown at once and brought up to date. */
export class ProfileView {
  profile = $state.raw<Profile | null>(null);
  state = $state<'loading' | 'ready' | 'missing' | 'failed'>('loading');
  problem = $state<unknown>(null);

  readonly handle: string;

  constructor(handle: string) {
    this.handle = handle;
  }

  /** Followers as they are after what was just tapped: the count as fetched, and my own change to it. */
  get followers(): number {
    const { profile } = this;
    if (!profile) return 0;
    const then = profile.relation.following === 'yes' ? 1 : 0;
    const now = relations.of(profile.handle).following === 'yes' ? 1 : 0;
    return profile.follower_count + (profile.is_me ? 0 : now - then);
  }

  show(profile: Profile): void {
    relations.learn(profile.handle, profile.relation);
    this.profile = profile;
    this.state = 'ready';
  }

  async load(): Promise<void> {
    // An effect that loads must not run again because something was loaded.
    if (!untrack(() => this.profile)) this.state = 'loading';
    try {
      this.show(await api.get<Profile>(user(this.handle)));
    } catch (problem) {
      if (problem instanceof ApiError && problem.status === 404) {
        this.profile = null;
        this.state = 'missing';
      } else if (!this.profile) {
        this.problem = problem;
        this.state = 'failed';
      }
    }
  }
}

class Profiles {
  #seen = new Map<string, ProfileView>();

  constructor() {
    session.onSignOut(() => this.#seen.clear());
  }

  of(handle: string): ProfileView {
    const known = this.#seen.get(handle) ?? new ProfileView(handle);
    this.#seen.set(handle, known);
    return known;
  }
}

export const profiles = new Profiles();
