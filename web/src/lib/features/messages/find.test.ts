import { expect, test } from 'vitest';
import { conversationsFor, othersIn } from './find.ts';
import { head } from './samples.ts';

const of = (id: string, display_name: string, handle: string) => head({ id, person: { id, handle, display_name, avatar: null } });
const heads = [of('1', 'José Reyes', 'pepe'), of('2', 'Chidi Okafor', 'chidi'), of('3', 'Dana Weiss', 'dana_w')];
const ids = (question: string) => conversationsFor(question, heads).map(({ id }) => id);

test('by the beginning of any word, without accents or case', () => {
  expect(ids('jose')).toEqual(['1']);
  expect(ids('OKA')).toEqual(['2']);
  expect(ids('okafor ch')).toEqual(['2']);
  expect(ids('kafor')).toEqual([]);
});

test('by handle, with or without its sign', () => {
  expect(ids('pepe')).toEqual(['1']);
  expect(ids('@dana')).toEqual(['3']);
});

test('nothing asked, nothing found', () => {
  expect(ids('  ')).toEqual([]);
});

test('people who are listed as conversations, and I, are not listed again', () => {
  const listed = (id: string) => ({ person: { id, handle: id, display_name: id, avatar: null } }) as never;
  expect(othersIn([listed('2'), listed('me'), listed('9')], heads, 'me').map(({ id }) => id)).toEqual(['9']);
});
