import { expect, test } from 'vitest';
import { cover, wordsOf } from './mentions.ts';

const shown = (text: string, mentions: Parameters<typeof cover>[1]) => {
  const covered = cover(text, mentions);
  return wordsOf(covered.text, covered.names);
};

test('a name is found by characters, not by halves of them', () => {
  const text = '👩‍👩‍👧 𝒽i @Ana Lima, ok';
  const at = [...text].indexOf('@');
  const words = shown(text, [{ at, length: 9, account_id: 'ana' }]);
  expect(words.filter(({ named }) => named)).toEqual([{ text: '@Ana Lima', href: null, named: { text: '@Ana Lima', account_id: 'ana' } }]);
  expect(words.map((word) => word.text).join('')).toBe(text);
});

test('several names, with signs of the private area in the text', () => {
  const text = '\uE000 @a_b_c *and* @Ben \uE001';
  const words = shown(text, [
    { at: 2, length: 6, account_id: 'abc' },
    { at: 15, length: 4, account_id: null }
  ]);
  expect(words.map((word) => word.text).join('')).toBe(text);
  expect(words.flatMap(({ named }) => named?.text ?? [])).toEqual(['@a_b_c', '@Ben']);
});

test('what does not stand in the text is no mention', () => {
  expect(shown('hi @a', [{ at: 0, length: 2, account_id: 'a' }, { at: 3, length: 9, account_id: 'a' }])).toEqual([{ text: 'hi @a', href: null }]);
});
