/** Which of many posts are there: the one that is watched, the one before it, and two after it. Everything else is an empty place. */
const BEFORE = 1;
const AFTER = 2;

export const mounted = (at: number, place: number): boolean => place >= at - BEFORE && place <= at + AFTER;

/** The next two are fetched once what is watched runs, and never where data are saved. */
export const fetchedAhead = (at: number, place: number, runs: boolean, saving: boolean): boolean => runs && !saving && place > at && place <= at + AFTER;

/** Which place is in front, of `count`, where the list is scrolled to `top` and each is `height` high. */
export function placeAt(top: number, height: number, count: number): number {
  return Math.min(Math.max(0, count - 1), Math.max(0, Math.round(top / Math.max(1, height))));
}

/** More is asked for before one gets there. */
export const nearEnd = (at: number, count: number): boolean => at >= count - 4;

export type Circumstances = { chosen: boolean | null; minor: boolean; still: boolean; saving: boolean };

/** Whether a video begins by itself: as chosen, else not for minors and not where nothing should move; never where data are saved. */
export function begins({ chosen, minor, still, saving }: Circumstances): boolean {
  return !saving && (chosen ?? (!minor && !still));
}
