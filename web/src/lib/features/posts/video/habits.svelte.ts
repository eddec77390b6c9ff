import { session } from '#lib/app/session.svelte.ts';

const KEPT = 'paperplane:video';
type Kept = { captions: string; rate: number };

/** How somebody likes to watch, on this device: the language of captions ("" for none), and how fast. */
class Habits {
  captions = $state('');
  rate = $state(1);

  constructor() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Partial<Kept>;
      if (typeof kept.captions === 'string') this.captions = kept.captions;
      if (typeof kept.rate === 'number' && kept.rate > 0) this.rate = kept.rate;
    } catch {
      // What cannot be read was never chosen.
    }
  }

  choose(chosen: Partial<Kept>): void {
    Object.assign(this, chosen);
    localStorage.setItem(KEPT, JSON.stringify({ captions: this.captions, rate: this.rate } satisfies Kept));
  }
}

export const habits = new Habits();
session.onSignOut(() => {
  habits.choose({ captions: '', rate: 1 });
  localStorage.removeItem(KEPT);
});
