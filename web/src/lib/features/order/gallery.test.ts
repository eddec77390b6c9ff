// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { message } from '#lib/features/messages/samples.ts';
import { byMonth, fileItem, KINDS, linkItem, picturesOf, placeItem, pollItem } from './gallery.ts';

test('month by month, the newest first, whatever order they come in', () => {
  const at = (seq: number, month: string) => ({ ...message(seq), sent_at: `2026-${month}-03T10:00:00Z` });
  const months = byMonth([at(2, '09'), at(5, '11'), at(3, '10'), at(4, '11')], (sent_at) => sent_at.slice(0, 7));
  expect(months.map(({ month, messages }) => [month, messages.map(({ seq }) => seq)])).toEqual([
    ['2026-11', [5, 4]],
    ['2026-10', [3]],
    ['2026-09', [2]]
  ]);
});

test('a link says what its page says, else its address', () => {
  const said = message(1, 'chidi', { body: { type: 'text', text: 'look: https://example.org/kites?x=1 and more' } });
  expect(linkItem(said)).toEqual({ title: 'example.org/kites', about: 'example.org', picture: null });
  const preview = { url: 'https://example.org/', title: 'Kites', description: '', site: 'Example', image_id: 'p' };
  expect(linkItem({ ...said, preview })).toEqual({ title: 'Kites', about: 'Example', picture: '/media/previews/p.webp' });
  expect(linkItem({ ...said, body: null }).title).toBe('');
});

test('a place has its numbers where it has no name; a poll its votes', () => {
  const place = { type: 'location' as const, latitude: 1, longitude: 2, label: '' };
  expect(placeItem(message(1, 'chidi', { body: place })).title).toBe('1.00000, 2.00000');
  expect(placeItem(message(1, 'chidi', { body: { ...place, label: 'Lake' } }))).toMatchObject({ title: 'Lake', about: '1.00000, 2.00000' });
  const poll = message(2, 'chidi', { body: { type: 'poll', question: 'When?', options: ['a', 'b'] } as never, votes: { counts: [1, 0], voters: 1, mine: [] } });
  expect(pollItem(poll)).toMatchObject({ title: 'When?', about: '1 vote' });
  expect(pollItem({ ...poll, closed_at: '2020-01-01T00:00:00Z' }).about).toContain('closed');
});

test('each kind has its words', () => {
  for (const { word, nothing } of KINDS) expect([word(), nothing()].every(Boolean)).toBe(true);
});

test('pictures stand for themselves, files by name and size, and what can be seen once not at all', () => {
  const item = (media_id: string, kind: 'photo' | 'video' | 'file') => ({ media_id, kind, name: `${media_id}.x`, bytes: 1_000 });
  const body = { type: 'media' as const, items: [item('a', 'photo'), item('b', 'video'), item('c', 'file'), item('d', 'file')] };
  const said = message(1, 'chidi', { body });
  expect(picturesOf(said, 'photo').map(({ media_id }) => media_id)).toEqual(['a']);
  expect(picturesOf(said, 'video').map(({ media_id }) => media_id)).toEqual(['b']);
  expect(fileItem(said)).toMatchObject({ title: 'c.x, d.x', about: '2 kB' });
  expect(picturesOf(message(1, 'chidi', { body: { ...body, view_once: true } }), 'photo')).toEqual([]);
});
