import { expect, test } from 'vitest';
import { asked, candidateOf, found, matching } from './naming.ts';

const person = (id: string, display_name: string, handle: string) => candidateOf({ id, display_name, handle, avatar: null });
const ana = person('1', 'Ana Lima', 'ana');
const anabel = person('2', 'Anabel', 'bel');
const emoji = person('3', 'Zoë 🦊', 'zoe');
const everybody = { account_id: null, person: null, words: ['everyone'] };
const all = [ana, anabel, emoji, everybody];

test('names are counted in characters, also after emoji', () => {
  expect(found('👩‍👩‍👧🚀 @Ana Lima and @zoe', all)).toEqual([
    { at: 7, length: 9, account_id: '1' },
    { at: 21, length: 4, account_id: '3' }
  ]);
  expect(found('@Zoë 🦊!', all)).toEqual([{ at: 0, length: 6, account_id: '3' }]);
  expect(found('hey @everyone, @bel', all).map(({ account_id }) => account_id)).toEqual([null, '2']);
});

test.each(['ana@example.org', '@anabella', '@Ana_x', 'a@ana', '@', '@@', '@nobody', '@zoe9'])('%s names nobody', (text) => {
  expect(found(text, all)).toEqual([]);
});

test('an @ asks for who begins so, by any word of the name and the handle', () => {
  expect(asked('hi @an', 6)).toEqual({ at: 3, typed: 'an' });
  expect(asked('mail ana@ex', 11)).toBeNull();
  expect(asked('@an\nb', 5)).toBeNull();
  expect(matching(all, 'lim')).toEqual([ana]);
  expect(matching(all, 'an')).toEqual([ana, anabel]);
  expect(matching(all, 'zoe')).toEqual([emoji]);
  expect(matching(all, '')).toHaveLength(4);
});
