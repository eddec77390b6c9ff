import { expect, test } from 'vitest';
import { apply, applyAll, begin, behind, EMPTY, prepend, type Log } from './fold.ts';
import { accepted, ANA, message, said } from './samples.ts';

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
    expect(log).toEqual(refetched);
  }
});
