import { expect, test } from 'vitest';
import { questionOf, tagsLike } from './completing.ts';

test('an @ or a # that begins a word asks; one inside a word or an address does not', () => {
  const at = (text: string) => questionOf(text, text.length);
  expect(at('hello @ch')).toEqual({ sign: '@', at: 6, typed: 'ch' });
  expect(at('#')).toEqual({ sign: '#', at: 0, typed: '' });
  expect(at('(#kítes')).toEqual({ sign: '#', at: 1, typed: 'kítes' });
  for (const text of ['ana@mail', 'a.b@c', 'https://x/#part', '##twice', '@chidi and', 'no sign']) expect(at(text)).toBeNull();
  expect(questionOf('@chidi later', 3)).toEqual({ sign: '@', at: 0, typed: 'ch' });
});

test('tags that begin as typed, without what is there already', () => {
  const known = new Map([['kites', 1], ['kite', 2], ['bread', 9], ['kítchen', 3]]);
  expect(tagsLike(known, 'Kit', 6)).toEqual(['kítchen', 'kite', 'kites']);
  expect(tagsLike(known, 'kite', 6)).toEqual(['kites']);
});
