// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { fitting, mayBeOnce, move, remove, sortOf } from './choosing.ts';
import { trays, type Chosen } from './trays.svelte.ts';
import { minutes } from '#lib/features/voice/minutes.ts';
import { bytesWord } from './words.ts';

const file = (name: string, type: string, size = 5) => new File(['x'.repeat(size)], name, { type });
const chosen = (key: string, kind: Chosen['kind'] = 'photo'): Chosen => ({ key, blob: new Blob(), name: key, kind, url: '', alt: '', width: null, height: null });
const sizes = { upload_bytes: 10, media_items: 3 };

test('a picture goes as a photo, what may move as what it is, everything else as a file', () => {
  expect(sortOf(file('lake.jpg', 'image/jpeg'))).toEqual({ kind: 'photo', as: 'photo' });
  expect(sortOf(file('IMG_1.HEIC', ''))).toEqual({ kind: 'photo', as: 'photo' });
  expect(sortOf(file('cat.gif', 'image/gif'))).toEqual({ kind: 'photo' });
  expect(sortOf(file('walk.mov', 'video/quicktime'))).toEqual({ kind: 'video', as: 'video' });
  expect(sortOf(file('logo.svg', 'image/svg+xml'))).toEqual({ kind: 'file', as: 'file' });
  expect(sortOf(file('notes.txt', 'text/plain'))).toEqual({ kind: 'file', as: 'file' });
});

test('what is empty, too large or too much is said before anything leaves', () => {
  const files = [file('a', ''), file('empty', '', 0), file('large', '', 11), file('b', ''), file('c', '')];
  const { fit, refused, over } = fitting(files, 1, sizes);
  expect(fit.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(refused).toEqual([{ why: 'empty', name: 'empty' }, { why: 'large', name: 'large' }]);
  expect(over).toBe(1);
});

test('things of a tray move and go; only one photo or video alone can be seen once', () => {
  trays.put('room', { items: [chosen('a'), chosen('b'), chosen('c')] });
  move('room', 'c', 0);
  move('room', 'a', 5);
  expect(trays.of('room').items.map(({ key }) => key)).toEqual(['c', 'a', 'b']);
  expect(mayBeOnce(trays.of('room').items)).toBe(false);
  remove('room', 'a');
  remove('room', 'b');
  trays.put('room', { once: true });
  expect(mayBeOnce(trays.of('room').items)).toBe(true);
  expect(mayBeOnce([chosen('f', 'file')])).toBe(false);
  remove('room', 'c');
  expect(trays.of('room')).toEqual({ items: [], once: false });
  expect(trays.of('elsewhere').items).toEqual([]);
});

test('sizes and lengths in words', () => {
  expect([bytesWord(1), bytesWord(999), bytesWord(1_000), bytesWord(3_440_000), bytesWord(1_073_741_824)].map((word) => word.replace(/\s/g, ' '))).toEqual([
    '1 byte', '999 bytes', '1 kB', '3.4 MB', '1.1 GB'
  ]);
  expect([minutes(42_400), minutes(61_000)]).toEqual(['0:42', '1:01']);
});
