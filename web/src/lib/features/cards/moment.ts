import type { Post } from '#lib/api/types.ts';

/** Where the video of a post stands that is on the screen here; null where none was begun. */
export function watchedAt({ id, kind }: Post): number | null {
  if (kind !== 'video') return null;
  const video = document.querySelector<HTMLVideoElement>(`[data-post="${id}"] video, [data-watched="${id}"] video`);
  const seconds = Math.floor(video?.currentTime ?? 0);
  return seconds > 0 ? seconds * 1_000 : null;
}
