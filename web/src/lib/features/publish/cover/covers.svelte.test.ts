// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { covers } from './covers.svelte.ts';

test('a cover is of the stretch for which it was chosen, and of no other', () => {
  const film = { key: 'k', blob: new Blob(['abc']), cut: null };
  covers.choose(film, 1_200);
  expect(covers.wish(film)).toEqual({ cover: { at_ms: 1_200 } });
  expect(covers.wish({ ...film, blob: new Blob(['abc']) })).toEqual({ cover: { at_ms: 1_200 } });
  const others = [{ ...film, key: 'other' }, { ...film, blob: new Blob(['ab']) }, { ...film, cut: { start_ms: 100, end_ms: 2_000 } }, undefined];
  expect(others.map((other) => covers.wish(other))).toEqual([{}, {}, {}, {}]);
  covers.choose(film, null);
  expect(covers.wish(film)).toEqual({});
});

test('a picture stands for a video whichever stretch of it is posted, and for no other video', () => {
  const film = { key: 'k', blob: new Blob(['abc']), cut: null };
  covers.bring(film, new Blob(['picture']), 'p.jpg');
  expect(covers.picture({ ...film, blob: new Blob(['a']) })?.name).toBe('p.jpg');
  expect([covers.picture({ ...film, key: 'other' }), covers.of(film), covers.wish(film)]).toEqual([null, null, {}]);
  covers.choose(film, 100);
  expect(covers.picture(film)).toBeNull();
});
