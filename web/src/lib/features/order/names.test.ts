// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { found, matching, candidateOf } from '#lib/features/messages/compose/naming.ts';
import { conversationsFor, namesFor } from '#lib/features/messages/find.ts';
import { nameOf } from '#lib/features/messages/lines.ts';
import { CHIDI, head } from '#lib/features/messages/samples.ts';
import { callingName } from '#lib/features/messages/system.ts';
import { nicknames, shownName } from './nicknames.svelte.ts';

const chidi = { id: CHIDI, handle: 'chidi', display_name: 'Chidi Okafor', avatar: null };
afterEach(() => nicknames.clear());

test('a nickname stands in the place of a name, whole, until it is taken back', () => {
  expect([shownName(chidi), callingName(chidi)]).toEqual(['Chidi Okafor', 'Chidi']);
  nicknames.set(CHIDI, 'The boss');
  expect([shownName(chidi), callingName(chidi)]).toEqual(['The boss', 'The boss']);
  expect(nameOf(head({ person: chidi }))).toBe('The boss');
  expect(nameOf(head({ person: { ...chidi, id: 'another' } }))).toBe('Chidi Okafor');
  nicknames.set(CHIDI, null);
  expect(nameOf(head({ person: chidi }))).toBe('Chidi Okafor');
});

test('somebody is found by it, and by their own name still', () => {
  nicknames.set(CHIDI, 'Tío Ñandú');
  const one = head({ person: chidi });
  for (const q of ['tio', 'nandu', 'okafor', 'chidi tio']) expect(conversationsFor(q, [one])).toEqual([one]);
  for (const q of ['tio', 'okafor']) expect(namesFor(q, [chidi])).toEqual([chidi]);
  expect(conversationsFor('boss', [one])).toEqual([]);
});

test('a mention is found by the nickname, and says the own name', () => {
  nicknames.set(CHIDI, 'Grumpy');
  const candidates = [candidateOf(chidi)];
  const [one] = matching(candidates, 'grum');
  expect(one?.words[0]).toBe('Chidi Okafor');
  expect(JSON.stringify(one?.words)).not.toContain('Grumpy');
  expect(found('@Grumpy hello', candidates)).toEqual([]);
  expect(found('@Chidi Okafor hello', candidates)).toEqual([{ at: 0, length: 13, account_id: CHIDI }]);
});
