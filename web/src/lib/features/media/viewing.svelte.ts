import type { MediaItem } from '#lib/api/types.ts';
import type { Place } from './places.ts';

/** `addresses`: of what can be seen once, and is not to be kept. */
export type Viewed = { items: readonly MediaItem[]; place: Place; from: number; addresses?: Record<string, string> };

/** What is looked at, as large as the screen: it stays while its bubble scrolls away behind it. */
class Viewing {
  shown = $state.raw<Viewed | null>(null);

  show(shown: Viewed): void {
    this.shown = shown;
  }

  close(): void {
    this.shown = null;
  }
}

export const viewing = new Viewing();
