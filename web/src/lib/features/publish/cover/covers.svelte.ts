import { session } from '#lib/app/session.svelte.ts';
import type { Chosen } from '#lib/features/media/trays.svelte.ts';

type Film = Pick<Chosen, 'key' | 'blob' | 'cut'>;
/** Another stretch of it is another film: its moments are not the same. */
const nameOf = ({ key, blob, cut }: Film) => [key, blob.size, cut?.start_ms ?? 0, cut?.end_ms ?? 0].join(' ');

/** The moment that is to stand for the video that is being written about, in ms from where it will begin. */
class Covers {
  chosen = $state.raw<{ film: string; at_ms: number } | null>(null);

  of(film: Film | undefined): number | null {
    return film && this.chosen?.film === nameOf(film) ? this.chosen.at_ms : null;
  }

  choose(film: Film, at_ms: number | null): void {
    this.chosen = at_ms === null ? null : { film: nameOf(film), at_ms };
  }

  /** As a post is asked for with it. */
  wish(film: Film | undefined): { cover?: { at_ms: number } } {
    const at_ms = this.of(film);
    return at_ms === null ? {} : { cover: { at_ms } };
  }
}

export const covers = new Covers();
session.onSignOut(() => (covers.chosen = null));
