import { expect, test } from 'vitest';
import type { Conversation } from '#lib/api/types.ts';
import { apply, begin } from './fold.ts';
import { merged, withEvent } from './heads.ts';
import { leavesUnsaid, may, returns } from './membership.ts';
import { ANA, CHIDI, DANA, GIL, group, happened, message, system } from './samples.ts';

const at = (seq: number, told: Partial<Conversation>): Partial<Conversation> => ({ last_seq: seq, unread: 0, last_n: 3, ...told });
const fold = (head: Conversation, ...args: Parameters<typeof happened>) => withEvent(head, happened(...args), ANA);

test('nothing that a group tells of itself is unread, and the last line says it', () => {
  const after = fold(group(), 4, DANA, { action: 'added', members: [GIL] });
  expect(after).toMatchObject(at(4, { member_count: 4 }));
  expect(after.last_message?.body).toMatchObject({ type: 'system', action: 'added' });
});

test('who goes takes their marks along, so that Read by all is about those who are there', () => {
  const marks = [CHIDI, DANA].map((account_id) => ({ account_id, delivered_seq: 3, read_seq: account_id === CHIDI ? 3 : 0 }));
  const left = fold(group({ marks }), 4, DANA, { action: 'left' });
  expect(left.marks.map(({ account_id }) => account_id)).toEqual([CHIDI]);
  expect(left.member_count).toBe(2);
  const removed = fold(group({ marks }), 4, CHIDI, { action: 'removed', members: [DANA] });
  expect(removed.marks.map(({ account_id }) => account_id)).toEqual([CHIDI]);
});

test('who is removed cannot write from that moment on', () => {
  const after = fold(group(), 4, CHIDI, { action: 'removed', members: [ANA] });
  expect(after).toMatchObject({ sending: 'closed', role: 'member', to_seq: 4, member_count: 0, marks: [] });
  expect(may(after, 'send')).toBe(false);
  // Nothing that is said of the group afterwards opens it again.
  expect(fold(after, 5, CHIDI, { action: 'permissions', permissions: { ...group().permissions!, send: 'member' } }).sending).toBe('closed');
});

test('a rule that shuts me out makes the group read-only, and a role opens it', () => {
  const shut = fold(group(), 4, CHIDI, { action: 'permissions', permissions: { ...group().permissions!, send: 'admin' } });
  expect(shut.sending).toBe('read_only');
  expect(fold(shut, 5, CHIDI, { action: 'role', members: [GIL], role: 'admin' }).sending).toBe('read_only');
  expect(fold(shut, 5, CHIDI, { action: 'role', members: [ANA], role: 'admin' })).toMatchObject({ sending: 'open', role: 'admin' });
});

test('title and history are what was said last', () => {
  expect(fold(group(), 4, CHIDI, { action: 'title', title: 'Lake' }).title).toBe('Lake');
  expect(fold(group(), 4, CHIDI, { action: 'history', history: 'all' }).history).toBe('all');
});

test('the same event again changes nothing', () => {
  const once = fold(group(), 4, DANA, { action: 'added', members: [GIL] });
  expect(fold(once, 4, DANA, { action: 'added', members: [GIL] })).toBe(once);
});

test('the server is asked only where the event does not say all', () => {
  const faces = [CHIDI, DANA].map((id) => ({ id, handle: id, display_name: id, avatar: null }));
  const asks = (...args: Parameters<typeof happened>) => leavesUnsaid(happened(...args), group({ faces }), ANA);
  expect(asks(4, CHIDI, { action: 'picture' })).toBe(true);
  expect(asks(4, CHIDI, { action: 'added', members: [ANA] })).toBe(true);
  expect(asks(4, CHIDI, { action: 'removed', members: [ANA] })).toBe(true);
  expect(asks(4, DANA, { action: 'left' })).toBe(true);
  // Whether who comes shows what they read, the server says; where marks are told no more, nobody need ask.
  expect(asks(4, CHIDI, { action: 'added', members: [GIL] })).toBe(true);
  // In a group of hundreds, everybody asking for everything whenever somebody comes would be a flood.
  const hundreds = group({ faces, member_count: 300, marks: [] });
  expect(leavesUnsaid(happened(4, CHIDI, { action: 'added', members: [GIL] }), hundreds, ANA)).toBe(false);
  expect(asks(4, CHIDI, { action: 'added', members: ['a first id'] })).toBe(true);
  expect(asks(4, GIL, { action: 'left' })).toBe(false);
  expect(asks(4, CHIDI, { action: 'title', title: 'Lake' })).toBe(false);
});

test('an answer that is older than what was told takes none of it back', () => {
  const before = group({ role: 'admin' });
  const renamed = fold(before, 4, CHIDI, { action: 'title', title: 'Lake' });
  expect(merged(renamed, before)).toMatchObject({ title: 'Lake', last_seq: 4 });
  const removed = fold(before, 4, CHIDI, { action: 'removed', members: [ANA] });
  expect(merged(removed, before)).toMatchObject({ sending: 'closed', to_seq: 4, member_count: 0 });
  expect(merged(renamed, group({ title: 'Sea', last_seq: 5 }))).toMatchObject({ title: 'Sea', last_seq: 5 });
});

test('it takes its place in the log between what was said', () => {
  const log = apply(begin({ messages: [message(1), message(2)], more: false }, ANA), happened(3, CHIDI, { action: 'title', title: 'Lake' }), ANA);
  expect(log.messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

test('who comes back begins a new log', () => {
  expect(returns(system(9, CHIDI, { action: 'added', members: [ANA] }), ANA)).toBe(true);
  expect(returns(system(9, ANA, { action: 'joined', members: [ANA] }), ANA)).toBe(true);
  expect(returns(system(9, CHIDI, { action: 'added', members: [GIL] }), ANA)).toBe(false);
});
