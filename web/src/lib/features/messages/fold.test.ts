import { expect, test } from 'vitest';
import type { Event } from '#lib/api/types.ts';
import * as fold from './fold.ts';
import { behind, cut, EMPTY, newest, prepend, within, type Log, type MessagePage } from './fold.ts';
import { accepted, ANA, message, said } from './samples.ts';

const begin = (page: MessagePage, ahead: readonly Event[] = []) => fold.begin(page, ANA, ahead);
const apply = (log: Log, event: Event) => fold.apply(log, event, ANA);
const applyAll = (log: Log, events: readonly Event[]) => fold.applyAll(log, events, ANA);
const numbers = (log: Log) => log.messages.map(({ seq }) => seq);
const upTo = (last: number) => Array.from({ length: last }, (_, i) => message(i + 1));

test('the next event is appended', () => {
  const log = apply(begin({ messages: upTo(3), more: false }), said(4));
  expect(numbers(log)).toEqual([1, 2, 3, 4]);
  expect(log.last_seq).toBe(4);
});

test('what is known changes nothing, not even the object', () => {
  const log = begin({ messages: upTo(3), more: false });
  expect(apply(log, said(3))).toBe(log);
  expect(apply(log, said(1))).toBe(log);
});

test('an event that is no message takes its number and shows no bubble', () => {
  const log = applyAll(begin({ messages: upTo(1), more: false }), [accepted(2), said(3)]);
  expect(numbers(log)).toEqual([1, 3]);
  expect(behind(log, 3)).toBe(false);
});

test('beyond a hole it waits, and takes its place when the hole is filled', () => {
  const log = applyAll(begin({ messages: upTo(2), more: false }), [said(5), said(4)]);
  expect(numbers(log)).toEqual([1, 2]);
  expect(behind(log, 0)).toBe(true);
  expect(numbers(apply(log, said(3)))).toEqual([1, 2, 3, 4, 5]);
});

test('the same event twice beyond a hole counts once', () => {
  const log = applyAll(begin({ messages: upTo(1), more: false }), [said(3), said(3), said(2)]);
  expect(numbers(log)).toEqual([1, 2, 3]);
  expect(log.ahead).toEqual([]);
});

test('a head that is further than the log means that something is missing', () => {
  const log = begin({ messages: upTo(2), more: false });
  expect(behind(log, 2)).toBe(false);
  expect(behind(log, 3)).toBe(true);
});

test('what was pushed while the page travelled is added to it, and nothing of it twice', () => {
  const log = begin({ messages: upTo(3), more: false }, [said(3), said(4), said(5)]);
  expect(numbers(log)).toEqual([1, 2, 3, 4, 5]);
});

test('an older page goes before, without what is here already', () => {
  const log = prepend(begin({ messages: [message(4), message(5)], more: true }), { messages: upTo(4), more: false });
  expect(numbers(log)).toEqual([1, 2, 3, 4, 5]);
  expect(log.older).toBe(false);
});

test('the fold of the events is what a refetch brings, in whatever order they came', () => {
  const events = [said(1), accepted(2), ...[3, 4, 5, 6, 7, 8].map((seq) => said(seq, seq % 2 ? ANA : undefined))];
  const refetched = begin({ messages: events.flatMap((event) => (event.kind === 'message' ? [event.message] : [])), more: false });
  for (let round = 0; round < 200; round += 1) {
    const shuffled = events.concat(events.slice(round % 8)).map((event, i) => ({ event, key: (i * 7919 + round * 104729) % 1009 }));
    const log = applyAll(EMPTY, shuffled.sort((a, b) => a.key - b.key).map(({ event }) => event));
    const { base_seq, ids, ...rest } = log;
    expect(rest).toEqual({ messages: refetched.messages, last_seq: 8, older: false, ahead: [] });
    expect([base_seq, ids]).toEqual([0, ['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8']]);
  }
});

test('the ids are those of every event from the base on, whatever kind it is', () => {
  const log = applyAll(begin({ messages: upTo(1), more: false }), [accepted(2), said(4), said(3)]);
  expect([log.base_seq, log.ids, log.last_seq]).toEqual([0, ['m1', 'm2', 'm3', 'm4'], 4]);
});

test('a page proves only what stands in it without a hole', () => {
  const page = { messages: [message(1), message(2), message(4), message(5)], more: false };
  expect([begin(page).base_seq, begin(page).ids]).toEqual([3, ['m4', 'm5']]);
  expect([begin({ messages: [], more: false }).base_seq, begin({ messages: [], more: false }).ids]).toEqual([0, []]);
});

test('what is cut off is gone with its ids, and comes again like any event', () => {
  const log = begin({ messages: upTo(5), more: false }, [said(7)]);
  const rest = cut(log, 3);
  expect([numbers(rest), rest.last_seq, rest.ids, rest.ahead]).toEqual([[1, 2, 3], 3, ['m1', 'm2', 'm3'], []]);
  expect(numbers(applyAll(rest, [said(4), said(5)]))).toEqual([1, 2, 3, 4, 5]);
  expect(cut(log, 5)).toBe(log);
});

test('who was added anew reads nothing from before', () => {
  const log = begin({ messages: upTo(6), more: true });
  const inside = within(log, { from_seq: 4, to_seq: null });
  expect([numbers(inside), inside.base_seq, inside.ids, inside.older]).toEqual([[5, 6], 4, ['m5', 'm6'], false]);
  const empty = within(log, { from_seq: 9, to_seq: null });
  expect([numbers(empty), empty.base_seq, empty.last_seq, empty.older]).toEqual([[], 9, 9, false]);
  expect(within(log, { from_seq: 0, to_seq: null })).toBe(log);
});

test('who was removed keeps what was said before, and nothing after', () => {
  const log = within(begin({ messages: upTo(6), more: false }), { from_seq: 0, to_seq: 4 });
  expect([numbers(log), log.last_seq, log.ids.length]).toEqual([[1, 2, 3, 4], 4, 4]);
});

test('the device keeps the end, bounded in number and in size', () => {
  const long = newest(begin({ messages: upTo(450), more: false }));
  expect([long.messages.length, long.messages[0]!.seq, long.older]).toEqual([200, 251, true]);
  expect([long.base_seq, long.ids.length, long.last_seq]).toEqual([250, 200, 450]);
  const heavy = upTo(200).map((one) => ({ ...one, body: { type: 'text' as const, text: 'x'.repeat(8_000) } }));
  const light = newest(begin({ messages: heavy, more: false }));
  expect(light.messages.length).toBeLessThan(30);
  expect(light.messages.at(-1)!.seq).toBe(200);
  const short = newest(begin({ messages: upTo(3), more: false }, [said(5)]));
  expect(short).toEqual({ messages: upTo(3), last_seq: 3, base_seq: 0, ids: ['m1', 'm2', 'm3'], older: false });
});
