// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { entry } from '#lib/features/messages/samples.ts';
import type { SendEntry } from '#lib/live/outbox.ts';
import { asShown, withoutPart, type Part } from './outgoing.ts';

const parts: Part[] = [
  { key: 'a', blob: new Blob(['lake'], { type: 'image/jpeg' }), name: 'lake.jpg' },
  { key: 'b', blob: new Blob(['notes'], { type: 'text/plain' }), name: 'notes.txt' }
];
const body = { type: 'media' as const, items: [{ media_id: 'a', alt: 'A lake' }, { media_id: 'b' }], text: 'At dawn', reply_to: 4 };
const album: SendEntry = {
  ...(entry('album', { state: 'failed' }) as SendEntry), body, shown: asShown(body, parts), parts: { a: null, b: null },
  problem: { type: 'about:blank', status: 422, code: 'not_a_picture', title: 'x', key: 'b' }
};

test('what is chosen is shown with what is known of it here', () => {
  expect(album.shown).toMatchObject({ items: [{ media_id: 'a', kind: 'photo', name: 'lake.jpg', bytes: 4, alt: 'A lake' }, { media_id: 'b', kind: 'file' }] });
  expect(asShown({ type: 'voice', media_id: 'a' }, parts)).toMatchObject({ type: 'voice', item: { media_id: 'a' } });
});

test('without what was refused the rest can be sent; and where no file is left, the words', () => {
  const rest = withoutPart(album, 'b')!;
  expect(rest).toMatchObject({ state: 'pending', problem: null, parts: { a: null }, body: { items: [{ media_id: 'a', alt: 'A lake' }], text: 'At dawn', reply_to: 4 } });
  expect(rest.shown).toMatchObject({ items: [{ media_id: 'a' }] });
  const words = withoutPart(rest, 'a')!;
  expect(words.body).toEqual({ type: 'text', text: 'At dawn', mentions: [], reply_to: 4 });
  expect([words.parts, words.shown]).toEqual([undefined, undefined]);
  expect(withoutPart({ ...rest, body: { ...body, items: [{ media_id: 'a' }], text: '' } }, 'a')).toBeNull();
});
