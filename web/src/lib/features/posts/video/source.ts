import { base } from '#lib/api/client.ts';
import type { Post } from '#lib/api/types.ts';
import { postDoor } from '../calls.ts';

export type Played = Pick<Post, 'id' | 'media' | 'video'>;
/** What is played: a file, or a playlist of several sizes; `volume` brings it to what all are heard at. */
export type Source = { kind: 'file' | 'list'; src: string; volume: number };
/** Where it is shown: the shorter side of its box, in pixels of the screen. */
export type Screen = { pixels: number; sparing: boolean };

/** The server makes renditions as loud as this; what it has not made anew yet is turned down to it (LUFS). */
const LOUD = -16;
/** A little too small is not seen, and saves much. */
const NEARLY = 0.85;
/** Who saves data gets no more than this, however large the screen is. */
const SPARED = 360;
const LARGEST = 1080;

/** A rendition that fits the screen; a longer video by its playlist; what was brought, as long as nothing better is there. */
export function sourceOf(post: Played, screen: Screen): Source {
  const item = post.media[0]!;
  const video = post.video;
  if (video?.hls) return { kind: 'list', src: `${base}/posts/${encodeURIComponent(post.id)}/hls/main.m3u8`, volume: 1 };
  const renditions = video?.renditions ?? [];
  const wanted = screen.sparing ? Math.min(SPARED, screen.pixels) : screen.pixels;
  const fits = renditions.find(({ lines }) => lines >= wanted * NEARLY) ?? renditions.at(-1);
  const own = Math.min(LARGEST, item.width ?? 0, item.height ?? 0);
  // The larger ones may still be on their way.
  const enough = fits !== undefined && (fits.lines >= wanted * NEARLY || fits.lines >= own - 1 || screen.sparing);
  if (enough) return { kind: 'file', src: postDoor(post.id, item.media_id, `${fits.lines}p`), volume: 1 };
  return { kind: 'file', src: postDoor(post.id, item.media_id, 'video'), volume: volumeOf(video?.loudness ?? null) };
}

/** What is louder than the others is turned down; what is quieter cannot be turned up. */
export function volumeOf(loudness: number | null): number {
  return loudness === null || loudness <= LOUD ? 1 : 10 ** ((LOUD - loudness) / 20);
}

/** Where on the picture of stills the one for a moment stands. */
export function stillAt(sprite: { columns: number; count: number; every_ms: number }, ms: number): { column: number; row: number } {
  const at = Math.max(0, Math.min(sprite.count - 1, Math.floor(ms / sprite.every_ms)));
  return { column: at % sprite.columns, row: Math.floor(at / sprite.columns) };
}

/** The still that stands for a video; its address is another where another was chosen. */
export function posterOf(post: Played): string {
  const cover = post.video?.cover;
  const which = cover?.ready ? `?of=${cover.media_id ?? cover.at_ms}` : '';
  return postDoor(post.id, post.media[0]!.media_id, 'poster') + which;
}

export const captionsOf = (id: string, lang: string) => `${base}/posts/${encodeURIComponent(id)}/captions/${lang}`;
