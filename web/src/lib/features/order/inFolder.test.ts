import { expect, test } from 'vitest';
import type { Folder } from '#lib/api/types.ts';
import { CHIDI, head } from '#lib/features/messages/samples.ts';
import { inFolder, moved, Shown } from './inFolder.ts';

const folder = (rule: Folder['rule'], more: Partial<Folder> = {}): Folder => ({
  id: rule,
  name: rule,
  rule,
  conversation_ids: rule === 'manual' ? ['a'] : null,
  account_ids: rule === 'close_friends' ? [CHIDI] : null,
  ...more
});
const chidi = { id: CHIDI, handle: 'chidi', display_name: 'Chidi', avatar: null };

test('each rule takes what it says, and nothing that is archived or asks', () => {
  const takes = (rule: Folder['rule'], given: Parameters<typeof head>[0]) => inFolder(folder(rule), head({ unread: 0, ...given }));
  expect([takes('manual', { id: 'a' }), takes('manual', { id: 'b' })]).toEqual([true, false]);
  expect([takes('unread', { unread: 1 }), takes('unread', { marked_unread: true }), takes('unread', {})]).toEqual([true, true, false]);
  expect([takes('groups', { kind: 'group', person: null }), takes('groups', {})]).toEqual([true, false]);
  expect([takes('close_friends', { person: chidi }), takes('close_friends', { person: { ...chidi, id: 'x' } }), takes('close_friends', { person: null })]).toEqual([true, false, false]);
  for (const rule of ['manual', 'unread', 'groups', 'close_friends'] as const) {
    const all = { id: 'a', unread: 1, kind: 'group', person: chidi } as const;
    expect(takes(rule, all)).toBe(true);
    expect(takes(rule, { ...all, archived: true })).toBe(false);
    expect(takes(rule, { ...all, state: 'request' })).toBe(false);
  }
});

test('what is open stays as it is read, and goes when it is left; what was not in does not come by being opened', () => {
  const shown = new Shown();
  const unread = folder('unread');
  const before = [head({ id: 'a', unread: 1 }), head({ id: 'b', unread: 0 })];
  const ids = (heads: typeof before, current: string | null) => shown.of(unread, heads, current).map(({ id }) => id);
  expect(ids(before, null)).toEqual(['a']);
  const read = [head({ id: 'a', unread: 0 }), head({ id: 'b', unread: 0 })];
  expect(ids(read, 'a')).toEqual(['a']);
  expect(ids(read, 'a')).toEqual(['a']);
  expect(ids(read, 'b')).toEqual([]);
  expect(ids(read, 'a')).toEqual([]);
});

test('a step at the edge moves nothing', () => {
  const all = [folder('manual'), folder('unread'), folder('groups')];
  const order = (id: string, step: -1 | 1) => moved(all, id, step).map(({ id }) => id);
  expect(order('groups', -1)).toEqual(['manual', 'groups', 'unread']);
  expect(order('manual', 1)).toEqual(['unread', 'manual', 'groups']);
  expect(order('manual', -1)).toEqual(order('groups', 1));
  expect(order('nowhere', 1)).toEqual(['manual', 'unread', 'groups']);
});
