import { v7 } from 'uuid';
import { session } from '#lib/app/session.svelte.ts';
import type { Chosen } from '#lib/features/media/trays.svelte.ts';
import type { KeptFile } from '#lib/live/posting.ts';

type Film = Pick<Chosen, 'key' | 'blob' | 'cut'>;
/** A picture of one's own. `film`: the key of what it stands for, whichever stretch of that is posted. */
export type Picture = { film: string; key: string; name: string; blob: Blob };
type Moment = { film: string; at_ms: number };

/** Another stretch of it is another film: its moments are not the same. */
const nameOf = ({ key, blob, cut }: Film) => [key, blob.size, cut?.start_ms ?? 0, cut?.end_ms ?? 0].join(' ');

/** What is to stand for the video that is being written about: a moment, in ms from where it will begin, or a picture. */
class Covers {
  chosen = $state.raw<Moment | Picture | null>(null);

  of(film: Film | undefined): number | null {
    return film && this.chosen && 'at_ms' in this.chosen && this.chosen.film === nameOf(film) ? this.chosen.at_ms : null;
  }

  picture(film: Film | undefined): Picture | null {
    return film && this.chosen && 'blob' in this.chosen && this.chosen.film === film.key ? this.chosen : null;
  }

  choose(film: Film, at_ms: number | null): void {
    this.chosen = at_ms === null ? null : { film: nameOf(film), at_ms };
  }

  bring(film: Film, blob: Blob, name: string): void {
    this.chosen = { film: film.key, key: v7(), name, blob };
  }

  /** As a post is asked for with it. */
  wish(film: Film | undefined): { cover?: { at_ms: number } } {
    const at_ms = this.of(film);
    return at_ms === null ? {} : { cover: { at_ms } };
  }
}

/** As it goes on its way, among the files of its post. */
export const asFile = ({ key, name, blob }: Picture): KeptFile => ({ key, name, alt: '', cut: null, bytes: blob.size, url: null, media_id: null, cover: true });

export const covers = new Covers();
session.onSignOut(() => (covers.chosen = null));
