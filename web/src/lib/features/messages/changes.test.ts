import { expect, test } from 'vitest';
import type { Changed, Message, Wish } from '#lib/api/types.ts';
import { changed, concerns, wished } from './changes.ts';
import { apply, begin } from './fold.ts';
import { kept, named } from './editing.ts';
import { mayEdit, possible, standsBelow } from './possible.ts';
import { ANA, CHIDI, DANA, group, head, message } from './samples.ts';

const AT = '2026-11-21T13:00:00.000Z';
const base = (seq: number, sender: string) => ({ id: `e${seq}`, client_id: `x${seq}`, conversation_id: 'ana-chidi', n: null, seq, sender, sent_at: AT, about: 1 });
const edited = (seq: number, text: string): Changed => ({ ...base(seq, CHIDI), kind: 'edited', body: { type: 'text', text } });
const reacted = (seq: number, sender: string, on: boolean, count: number): Changed => ({ ...base(seq, sender), kind: 'reacted', emoji: '👍', on, count });
const pinned = (seq: number, on: boolean): Changed => ({ ...base(seq, CHIDI), kind: 'pinned', on });
const unsent = (seq: number, quiet: boolean): Changed => ({ ...base(seq, CHIDI), kind: 'unsent', quiet });
const poll: Message = message(1, CHIDI, { body: { type: 'poll', question: 'Where?', options: ['lake', 'wood'], multiple: false, anonymous: false } });

test('whatever comes twice says it once', () => {
  const events = [edited(2, 'other words'), reacted(3, DANA, true, 1), pinned(4, true)];
  for (const event of events) {
    const once = changed(message(1), event, ANA)!;
    expect(changed(once, event, ANA)).toEqual(once);
  }
});

test('what comes out of order takes its place in the log', () => {
  const start = begin({ messages: [message(1)], more: false }, ANA);
  const events = [reacted(2, DANA, true, 1), reacted(3, ANA, true, 2), edited(4, 'last words'), pinned(5, true)];
  const inOrder = events.reduce((log, event) => apply(log, event, ANA), start);
  const turned = events.toReversed().reduce((log, event) => apply(log, event, ANA), start);
  expect(turned.messages).toEqual(inOrder.messages);
  expect(turned.messages[0]).toMatchObject({ body: { text: 'last words' }, pinned: true, reactions: [{ emoji: '👍', count: 2, mine: true }] });
});

test('unsent at once it has never been; later a trace stays, and nothing of what it said', () => {
  expect(changed(message(1), unsent(2, true), ANA)).toBeNull();
  const full = changed(changed(message(1), reacted(2, DANA, true, 1), ANA)!, pinned(3, true), ANA)!;
  const trace = changed(full, unsent(4, false), ANA)!;
  expect(trace).toMatchObject({ body: null, gone_by: CHIDI, gone_at: AT });
  expect(trace.reactions).toBeUndefined();
  expect(trace.pinned).toBeUndefined();
  for (const late of [edited(5, 'back'), reacted(6, DANA, true, 1), pinned(7, true)]) expect(changed(trace, late, ANA)).toEqual(trace);
});

test('a sweep takes what somebody said up to there, and no more', () => {
  const swept: Changed = { ...base(9, ANA), kind: 'swept', sender: CHIDI, about: 2 };
  expect([message(1), message(2), message(3), message(1, DANA)].map((one) => concerns(swept, one))).toEqual([true, true, false, false]);
  expect(changed(message(1), swept, ANA)).toBeNull();
});

test('a vote and the end of a poll', () => {
  const voted: Changed = { ...base(2, ANA), kind: 'voted', counts: [1, 0], voters: 1, choices: [0] };
  expect(changed(poll, voted, ANA)!.votes).toEqual({ counts: [1, 0], voters: 1, mine: [0] });
  expect(changed(poll, voted, DANA)!.votes!.mine).toEqual([]);
  expect(changed(poll, { ...base(3, CHIDI), kind: 'closed' }, ANA)!.closed_at).toBe(AT);
});

test('a wish is shown once, however often it is made, and only where it is meant', () => {
  const wishes: Wish[] = [
    { type: 'react', seq: 1, emoji: '👍', on: true },
    { type: 'pin', seq: 1, on: true },
    { type: 'edit', seq: 1, text: 'other words' }
  ];
  for (const wish of wishes) {
    const once = wished(message(1), wish)!;
    expect(once).not.toEqual(message(1));
    expect(wished(once, wish)).toEqual(once);
    expect(wished(message(2), wish)).toEqual(message(2));
  }
  expect(wished(message(1), { type: 'unsend', seq: 1 })).toBeNull();
  const votes = wished(wished(poll, { type: 'vote', seq: 1, choices: [0] })!, { type: 'vote', seq: 1, choices: [1] })!.votes;
  expect(votes).toEqual({ counts: [0, 1], voters: 1, mine: [1] });
});

test('the words beside photos are changed as a text is, and the photos stay', () => {
  const body: Message['body'] = { type: 'media', items: [{ media_id: 'p', kind: 'photo', name: 'p', bytes: 1 }], text: 'the lake' };
  const now = Date.parse(AT) + 1_000;
  const mine = message(1, ANA, { body });
  expect(mayEdit(head(), mine, ANA, now)).toBe(true);
  expect(wished(mine, { type: 'edit', seq: 1, text: '' })!.body).toEqual({ ...body, text: '', mentions: [] });
  expect(mayEdit(head(), message(1, CHIDI, { body }), ANA, now)).toBe(false);
  expect(mayEdit(head(), message(1, ANA, { body: { ...body, view_once: true } }), ANA, now)).toBe(false);
  expect(mayEdit(head(), message(1, ANA, { body: { type: 'voice', item: body.items[0]! } }), ANA, now)).toBe(false);
});

test('a wish over its own event changes nothing', () => {
  const after = changed(message(1), reacted(2, ANA, true, 1), ANA)!;
  expect(wished(after, { type: 'react', seq: 1, emoji: '👍', on: true })).toBe(after);
});

test('only what is possible is offered', () => {
  const now = Date.parse(message(1).sent_at) + 60_000;
  expect(possible(head(), message(1), ANA, now, false)).toEqual(['react', 'reply', 'forward', 'pin']);
  expect(possible(head(), message(1, ANA), ANA, now, false)).toEqual(['react', 'reply', 'forward', 'edit', 'pin', 'unsend']);
  expect(mayEdit(head(), message(1, ANA), ANA, now + 24 * 3_600_000)).toBe(false);
  expect(mayEdit(head(), message(1, ANA, { body: { type: 'text', text: 'x', forwarded: 1 } }), ANA, now)).toBe(false);
  expect(possible(head({ state: 'request' }), message(1), ANA, now, false)).toEqual(['forward']);
  expect(possible(head(), message(1, CHIDI, { body: null }), ANA, now, false)).toEqual([]);
  expect(possible(group({ sending: 'closed', to_seq: 3 }), message(1, ANA), ANA, now, false)).toEqual(['forward']);
});

test('an admin takes back what those below said', () => {
  const admin = group({ role: 'admin' });
  const member = (id: string, role: 'admin' | 'member') => ({ person: { id, handle: id, display_name: id, avatar: null }, role, joined_at: AT });
  expect(standsBelow(admin, CHIDI, [member(CHIDI, 'admin')])).toBe(false);
  expect(standsBelow(admin, DANA, [member(CHIDI, 'admin')])).toBe(true);
  expect(possible(admin, message(1), ANA, Date.parse(AT), true)).toContain('unsend');
  expect(possible(group(), message(1), ANA, Date.parse(AT), true)).not.toContain('unsend');
});

test('who was named stays named where the words stayed', () => {
  const before = { type: 'text' as const, text: 'hi @chidi there', mentions: [{ at: 3, length: 6, account_id: CHIDI }] };
  expect(kept(before, 'hi @chidi here')).toEqual(before.mentions);
  expect(kept(before, 'oh hi @chidi there')).toEqual([{ ...before.mentions[0], at: 6 }]);
  expect(kept(before, 'hi there')).toEqual([]);
});

test('an edit names whom it names now, and never two in one place', () => {
  const before = { type: 'text' as const, text: '@chidi hi', mentions: [{ at: 0, length: 6, account_id: CHIDI }] };
  const ana = { at: 10, length: 4, account_id: ANA };
  expect(named(before, '@chidi hi @ana', [ana])).toEqual([...before.mentions, ana]);
  const again = { at: 0, length: 6, account_id: ANA };
  expect(named(before, '@chidi hi', [again])).toEqual([again]);
});
