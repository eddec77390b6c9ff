import { expect, test } from 'vitest';
import type { Post } from '#lib/api/types.ts';
import { posterOf, sourceOf, stillAt, volumeOf, type Played } from './source.ts';

const none = { renditions: [], hls: false, sprite: null, captions: [], loudness: null, cover: null, made: null };

function post(lines: number[], video: Partial<NonNullable<Post['video']>> = {}): Played {
  const renditions = lines.map((one) => ({ lines: one, width: one, height: (one * 16) / 9, bytes: 1 }));
  const item = { media_id: 'm', kind: 'video', name: 'v', bytes: 1, width: 1080, height: 1920 } as Post['media'][number];
  return { id: 'p', media: [item], video: { ...none, renditions, ...video } };
}

const played = (lines: number[], pixels: number, sparing = false) => sourceOf(post(lines), { pixels, sparing }).src.split('/').pop();

test('the smallest rendition that fills the screen is played', () => {
  const all = [360, 720, 1080];
  expect([200, 360, 420, 700, 840, 1080, 2000].map((pixels) => played(all, pixels))).toEqual(['360p', '360p', '360p', '720p', '720p', '1080p', '1080p']);
  expect(played(all, 2000, true)).toBe('360p');
});

test('what was brought is played while nothing better is there', () => {
  expect(played([], 360)).toBe('video');
  expect(played([360], 1080)).toBe('video');
  expect(played([360], 360)).toBe('360p');
  expect(played([360], 1080, true)).toBe('360p');
  expect(sourceOf({ id: 'p', media: post([]).media }, { pixels: 360, sparing: false }).volume).toBe(1);
});

test('a longer one is played by its playlist', () => {
  const source = sourceOf(post([360], { hls: true }), { pixels: 360, sparing: false });
  expect(source).toEqual({ kind: 'list', src: '/api/v1/posts/p/hls/main.m3u8', volume: 1 });
});

test('what is too loud is turned down, and only that', () => {
  expect([null, -40, -16].map(volumeOf)).toEqual([1, 1, 1]);
  expect(volumeOf(-10)).toBeCloseTo(0.501, 2);
  expect(sourceOf(post([], { loudness: -6 }), { pixels: 1, sparing: false }).volume).toBeCloseTo(0.316, 2);
});

test('the still for a moment', () => {
  const sprite = { columns: 10, count: 25, every_ms: 500 };
  expect([0, 499, 5_000, 12_499, 99_000, -1].map((ms) => stillAt(sprite, ms))).toEqual([
    { column: 0, row: 0 }, { column: 0, row: 0 }, { column: 0, row: 1 }, { column: 4, row: 2 }, { column: 4, row: 2 }, { column: 0, row: 0 }
  ]);
});

test('another cover has another address, once it is there', () => {
  const of = (cover: NonNullable<Post['video']>['cover']) => posterOf(post([], { cover })).split('/').pop();
  expect([of(null), of({ at_ms: 5, media_id: null, ready: false }), of({ at_ms: 5, media_id: null, ready: true }), of({ at_ms: null, media_id: 'x', ready: true })]).toEqual([
    'poster', 'poster', 'poster?of=5', 'poster?of=x'
  ]);
});
