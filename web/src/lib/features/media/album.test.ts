import { expect, test } from 'vitest';
import { gridOf, ratioOf } from './album.ts';
import { door, fileName } from './places.ts';
import { fitted, FLAT, within, zoomed } from './zoom.ts';

const items = (count: number, width = 400, height = 300) => Array.from({ length: count }, () => ({ width, height }));
const screen = { width: 400, height: 800 };

test('the place of a picture is known before it is there, and never a strip', () => {
  expect(ratioOf({ width: 400, height: 300 })).toBeCloseTo(4 / 3);
  expect([ratioOf({ width: 4000, height: 100 }), ratioOf({ width: 100, height: 4000 }), ratioOf({ width: null, height: null })]).toEqual([1.9, 0.6, 1]);
  expect(gridOf(items(1, 300, 600)).width).toBe(240);
});

test('one, two, three, four, and four with what is behind them', () => {
  expect([1, 2, 3, 4].map((count) => gridOf(items(count)).cells.map(({ more }) => more))).toEqual([[0], [0, 0], [0, 0, 0], [0, 0, 0, 0]]);
  const many = gridOf(items(7));
  expect(many.cells.map(({ at, more }) => [at, more])).toEqual([[0, 0], [1, 0], [2, 0], [3, 3]]);
  expect(gridOf(items(3)).cells[0]!.area).toBe('1 / 1 / 3 / 2');
});

test('what is under the finger stays under it, and a picture does not leave the screen', () => {
  const picture = fitted({ width: 800, height: 400 }, screen);
  expect(picture).toEqual({ width: 400, height: 200 });
  const closer = zoomed(FLAT, 4, { x: 100, y: 0 }, picture, screen);
  expect(closer).toEqual({ by: 4, x: -300, y: 0 });
  expect((100 - closer.x) / closer.by).toBe(100);
  expect(within({ by: 4, x: 5_000, y: 5_000 }, picture, screen)).toEqual({ by: 4, x: 600, y: 0 });
  expect(zoomed(closer, 0.01, { x: 0, y: 0 }, picture, screen).by).toBe(1);
});

test('a medium is asked for at the door of its message, and kept under a name that says what it is', () => {
  expect(door({ conversation_id: 'c/1', seq: 7 }, { media_id: 'm' }, 'large')).toBe('/api/v1/conversations/c%2F1/messages/7/media/m/large');
  expect([fileName({ kind: 'photo', name: 'lake.jpg' }), fileName({ kind: 'video', name: 'walk.mov' }), fileName({ kind: 'file', name: 'a.tar.gz' })]).toEqual(['lake.webp', 'walk.mp4', 'a.tar.gz']);
});
