import { session } from '#lib/app/session.svelte.ts';
import { begins } from './window.ts';

const KEPT = 'paperplane:watch';
type Kept = { sound: boolean; begins: boolean | null };
const FIRST: Kept = { sound: false, begins: null };

function kept(): Kept {
  try {
    return { ...FIRST, ...(JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Partial<Kept>) };
  } catch {
    return FIRST;
  }
}

/** Not in every browser's types, nor in every browser. */
const saves = () => (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;

/** How one watches on this device, as it was last time. */
export class How {
  #kept = $state.raw(kept());
  /** The browser lets nothing sound before somebody has touched the page. */
  hushed = $state(false);

  get sound(): boolean {
    return this.#kept.sound && !this.hushed;
  }
  get minor(): boolean {
    return session.me?.minor === true;
  }
  get saving(): boolean {
    return saves();
  }
  /** Whether a video begins by itself. */
  get begins(): boolean {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    return begins({ chosen: this.#kept.begins, minor: this.minor, still, saving: saves() });
  }

  set(change: Partial<Kept>): void {
    if (change.sound) this.hushed = false;
    this.#kept = { ...this.#kept, ...change };
    localStorage.setItem(KEPT, JSON.stringify(this.#kept));
  }

  forget(): void {
    localStorage.removeItem(KEPT);
    this.#kept = FIRST;
  }
}

export const how = new How();
session.onSignOut(() => how.forget());
