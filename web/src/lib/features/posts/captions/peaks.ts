import type { Post } from '#lib/api/types.ts';
import { postDoor } from '../calls.ts';

/** A byte says how loud it is for so long. */
export const PEAK_MS = 50;

/** How loud it is from moment to moment; null where that is not known (yet), or it has no sound. */
export async function peaksOf(post: Post): Promise<Uint8Array | null> {
  if (!post.video?.peaks) return null;
  try {
    const answer = await fetch(postDoor(post.id, post.media[0]!.media_id, 'peaks'));
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
  } catch {
    return null;
  }
}

/** The outline of it, one unit a byte wide and two high. */
export function outline(peaks: Uint8Array): string {
  const point = (up: 1 | -1) => (peak: number, n: number) => `${n},${(1 + (up * Math.max(peak, 6)) / 255).toFixed(2)}`;
  const above = Array.from(peaks, point(-1));
  const below = Array.from(peaks, point(1)).reverse();
  return above.length > 0 ? `M${[...above, ...below].join('L')}Z` : '';
}
