import { expect, test } from 'vitest';
import type { Message, Pack, Picture } from '#lib/api/types.ts';
import { cover, wordsOf } from '#lib/features/messages/mentions.ts';
import { asSticker, matching, namedIn, nameFor, pictureAt, recent, shownAt } from './pictures.ts';

const picture = (name: string, kind: Picture['kind'] = 'sticker', more: Partial<Picture> = {}): Picture => ({
  kind,
  name,
  emoji: '',
  item: { media_id: `m-${name}`, kind: 'sticker', name, bytes: 1 },
  ...more
});
const pack = (title: string, ...pictures: Picture[]): Pack => ({ id: title, title, conversation_id: null, shared: true, added: false, may_edit: true, pictures });
const names = (found: { picture: Picture }[]) => found.map(({ picture: { name } }) => name);

test('found by name, what it shows, what it stands for, or its pack', () => {
  const all = [pack('Cats', picture('big_tom'), picture('niño')), pack('Lake', picture('fish', 'gif', { emoji: '🐟' }))];
  expect(names(matching(all, 'tom'))).toEqual(['big_tom']);
  expect(names(matching(all, 'NINO'))).toEqual(['niño']);
  expect(names(matching(all, 'cats b'))).toEqual(['big_tom']);
  expect(names(matching(all, '🐟'))).toEqual(['fish']);
  expect(matching(all, 'om')).toEqual([]);
});

test('what I sent last comes first, once, and nothing that I may not use any more', () => {
  const all = [pack('Cats', picture('tom'), picture('kit'))];
  const sent = (name: string, at: number, sender = 'me', of = 'Cats') =>
    ({ sender, sent_at: `2026-01-01T00:00:0${at}Z`, body: { ...asSticker({ pack: all[0]!, picture: picture(name) }), pack_id: of } }) as Message;
  const said = [sent('tom', 1), sent('kit', 2), sent('tom', 3), sent('kit', 9, 'other'), sent('gone', 4), sent('tom', 5, 'me', 'Elsewhere')];
  expect(names(recent(said, all, 'me'))).toEqual(['tom', 'kit']);
});

test('an emoji stands in a text by its name between colons, and nothing else does', () => {
  const all = [pack('Cats', picture('tom', 'emoji'), picture('kit')), pack('More', picture('tom', 'emoji'))];
  expect(namedIn(all, 'a :tom: and :kit: and tom').map(({ name, pack_id }) => [name, pack_id])).toEqual([['tom', 'Cats']]);
  expect(namedIn(all, 'tom : tom')).toEqual([]);
});

test('it is drawn wherever it stands, and is its name where nothing is drawn', () => {
  const emoji = namedIn([pack('Cats', picture('big_tom', 'emoji'))], ':big_tom:');
  const covered = cover('@ana :big_tom: *:big_tom:*', [{ at: 0, length: 4, account_id: 'a' }], emoji);
  const words = wordsOf(covered.text, covered.names);
  expect(words.map(({ text, named }) => [text, named?.picture?.name ?? named?.account_id])).toEqual([
    ['@ana', 'a'], [' ', undefined], [':big_tom:', 'big_tom'], [' *', undefined], [':big_tom:', 'big_tom'], ['*', undefined]
  ]);
});

test('a name out of a file, that no other has', () => {
  expect(nameFor('Our Cat (1).PNG', new Set())).toBe('our_cat_1');
  expect(nameFor('gató.webp', new Set(['gató', 'gató2']))).toBe('gató3');
  expect(nameFor('!!!.gif', new Set())).toBe('picture');
  expect(nameFor(`${'x'.repeat(80)}.png`, new Set()).length).toBeLessThanOrEqual(32);
});

test('once sent it is read by its message, before by its pack', () => {
  expect(shownAt('p', 'm', 'small', 'room', 7)).toBe('/api/v1/conversations/room/messages/7/media/m/small');
  expect(shownAt('p', 'm', 'small', 'room', null)).toBe('/api/v1/packs/p/pictures/m/small');
  expect(pictureAt('p', 'm', 'sticker', { conversation_id: 'room', seq: 7 })).toBe('/api/v1/packs/p/pictures/m/sticker?conversation_id=room&seq=7');
});
