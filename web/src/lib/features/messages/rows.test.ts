import { expect, test } from 'vitest';
import { rowsOf, type Bubble, type Row, type RowsOf } from './rows.ts';
import { ANA, CHIDI, DANA, entry, GIL, message, system } from './samples.ts';

const draw = (thread: Partial<RowsOf>): Row[] =>
  rowsOf({ messages: [], entries: [], marks: [], me: ANA, fresh: null, ...thread });
const bubbles = (rows: Row[]) => rows.filter((row): row is Bubble => row.kind === 'bubble');
const kinds = (rows: Row[]) => rows.map((row) => row.kind);
const states = (rows: Row[]) => bubbles(rows).map(({ state }) => state);
const marks = (delivered_seq: number, read_seq: number) => [{ account_id: CHIDI, delivered_seq, read_seq }];

test('bubbles of one person within five minutes are one group', () => {
  const rows = bubbles(draw({ messages: [message(1), message(2), message(9), message(10, ANA)] }));
  expect(rows.map(({ first, last }) => [first, last])).toEqual([
    [true, false],
    [false, true],
    [true, true],
    [true, true]
  ]);
});

test('the time stands in the last bubble of a minute', () => {
  const rows = bubbles(draw({ messages: [message(1, CHIDI, { minute: 1 }), message(2, CHIDI, { minute: 1 }), message(3, CHIDI, { minute: 2 })] }));
  expect(rows.map(({ timed }) => timed)).toEqual([false, true, true]);
});

test('a line for each day', () => {
  const rows = draw({ messages: [message(1), message(2, CHIDI, { minute: 60 * 24 + 2 }), message(3, CHIDI, { minute: 60 * 24 + 3 })] });
  expect(kinds(rows)).toEqual(['day', 'bubble', 'day', 'bubble', 'bubble']);
});

test('one line before what is new, that counts only what was new on opening', () => {
  const messages = [message(1), message(2, ANA), message(3), message(4), message(5)];
  const rows = draw({ messages, fresh: { after: 2, upto: 4 } });
  expect(kinds(rows)).toEqual(['day', 'bubble', 'bubble', 'new', 'bubble', 'bubble', 'bubble']);
  expect(rows.find((row) => row.kind === 'new')).toMatchObject({ count: 2 });
});

test('no line before my own messages', () => {
  expect(kinds(draw({ messages: [message(1), message(2, ANA)], fresh: { after: 1, upto: 2 } }))).not.toContain('new');
});

test('each state is said once, under the last bubble that has it', () => {
  const messages = [1, 2, 3, 4, 5, 6].map((seq) => message(seq, ANA));
  expect(states(draw({ messages, marks: marks(5, 2), entries: [entry('x'), entry('y')] }))).toEqual([
    null,
    'read',
    null,
    null,
    'delivered',
    'sent',
    null,
    'sending'
  ]);
});

test('nothing is called sent before the server has said so', () => {
  expect(states(draw({ entries: [entry('x')] }))).toEqual(['sending']);
});

test('every failed bubble says so', () => {
  const failed = { state: 'failed' as const };
  expect(states(draw({ entries: [entry('x', failed), entry('y', failed), entry('z')] }))).toEqual(['failed', 'failed', 'sending']);
});

test('others bubbles have no state', () => {
  expect(states(draw({ messages: [message(1)], marks: marks(1, 1) }))).toEqual([null]);
});

test('the message takes the place of its pending bubble, under the same key', () => {
  const mine = message(2, ANA);
  const before = bubbles(draw({ messages: [message(1)], entries: [entry(mine.client_id)] }));
  const after = bubbles(draw({ messages: [message(1), mine], entries: [entry(mine.client_id)] }));
  expect(after).toHaveLength(2);
  expect(after.map(({ key }) => key)).toEqual(before.map(({ key }) => key));
  expect(after[1]).toMatchObject({ state: 'sent', entry: null });
});

test('a message that is gone keeps its place and loses its words', () => {
  expect(bubbles(draw({ messages: [message(1, ANA, { body: null })] }))[0]).toMatchObject({ body: null, state: null });
});

test('keys are unique', () => {
  const messages = Array.from({ length: 60 }, (_, i) => message(i + 1, i % 3 ? ANA : CHIDI, { minute: i * 300 }));
  const keys = draw({ messages, entries: [entry('x')], fresh: { after: 30, upto: 60 } }).map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
});

test('what happened to a group stands between the bubbles, and parts them', () => {
  const rows = draw({ messages: [message(1), system(2, DANA, { action: 'added', members: [GIL] }), message(3)] });
  expect(kinds(rows)).toEqual(['day', 'bubble', 'notice', 'bubble']);
  expect(bubbles(rows).map(({ first, last }) => [first, last])).toEqual([
    [true, true],
    [true, true]
  ]);
});

test('it is nothing new', () => {
  const rows = draw({ messages: [message(1), system(2, DANA, { action: 'left' })], fresh: { after: 1, upto: 2 } });
  expect(kinds(rows)).toEqual(['day', 'bubble', 'notice']);
});

test('of several, how many have read is said until all have', () => {
  const marks = [
    { account_id: CHIDI, delivered_seq: 3, read_seq: 2 },
    { account_id: DANA, delivered_seq: 3, read_seq: 1 }
  ];
  const rows = bubbles(draw({ messages: [message(1, ANA), message(2, ANA), message(3, ANA)], marks }));
  expect(rows.map(({ state, readers }) => [state, readers])).toEqual([
    ['read', 2],
    ['some', 1],
    ['delivered', 0]
  ]);
});

test('who came later has not read what was said before', () => {
  const marks = [CHIDI, GIL].map((account_id) => ({ account_id, delivered_seq: 9, read_seq: account_id === GIL ? 9 : 0 }));
  const messages = [message(1, ANA), system(2, DANA, { action: 'added', members: [GIL] }), message(3, ANA)];
  expect(bubbles(draw({ messages, marks })).map(({ state, readers }) => [state, readers])).toEqual([
    ['delivered', null],
    ['some', 1]
  ]);
});
