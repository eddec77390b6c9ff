import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Media } from '#lib/api/types.ts';
import { Outbox, type Entry, type SendEntry } from './outbox.ts';
import { Memory } from './memory.ts';
import type { ClientFrame } from './wire.ts';

type Send = Extract<ClientFrame, { op: 'send' }>;

let shelf: Memory;
let sent: Send[];
let gone: string[];
let health: boolean[];
let seen: Map<string, Entry>;
let reachable: boolean;
let outbox: Outbox;

beforeEach(() => {
  vi.useFakeTimers();
  shelf = new Memory();
  sent = [];
  gone = [];
  health = [];
  seen = new Map();
  reachable = true;
  outbox = build();
});
afterEach(() => void vi.useRealTimers());

function build(): Outbox {
  return new Outbox({
    store: shelf,
    send: (frame) => reachable && sent.push(frame as Send) > 0,
    changed: (entry) => void seen.set(entry.client_id, entry),
    gone: (client_id) => {
      gone.push(client_id);
      seen.delete(client_id);
    },
    healthy: (well) => void health.push(well)
  });
}

let clock = 0;
function entry(client_id: string, conversation_id = 'ana-chidi'): SendEntry {
  const body = { type: 'text' as const, text: client_id };
  return { client_id, conversation_id, body, at: (clock += 1), state: 'pending', problem: null };
}

async function write(client_id: string, conversation_id?: string): Promise<void> {
  const made = entry(client_id, conversation_id);
  await shelf.keep(made);
  outbox.take(made);
}

const ok = (client_id: string) =>
  outbox.ok({ op: 'ok', client_id, conversation_id: 'ana-chidi', seq: 1, n: 1, id: 'm', sent_at: '2026-11-21T20:00:00Z' });
const problem = (status: number, code: string, more = {}) => ({ type: 'about:blank', status, code, title: code, ...more });
const names = () => sent.map((frame) => frame.client_id);
const kept = async () => (await shelf.entries()).map(({ client_id }) => client_id);

test('one unanswered send at a time in a conversation, in the order of writing', async () => {
  outbox.up();
  await write('one');
  await write('two');
  await write('three');
  expect(names()).toEqual(['one']);
  ok('one');
  expect(names()).toEqual(['one', 'two']);
  ok('two');
  ok('three');
  expect(names()).toEqual(['one', 'two', 'three']);
});

test('conversations do not wait for each other', async () => {
  outbox.up();
  await write('one');
  await write('other', 'ana-fatou');
  expect(names()).toEqual(['one', 'other']);
});

test('nothing leaves before the connection is there, and nothing is forgotten', async () => {
  await write('one');
  expect(sent).toEqual([]);
  outbox.up();
  expect(names()).toEqual(['one']);
});

test('an answer that never came is asked for again under the same client_id', async () => {
  outbox.up();
  await write('one');
  await write('two');
  vi.advanceTimersByTime(15_000);
  expect(names()).toEqual(['one', 'one']);
  expect(gone).toEqual([]);
});

test('a broken connection sends the flying message again, first', async () => {
  outbox.up();
  await write('one');
  await write('two');
  outbox.down();
  vi.advanceTimersByTime(60_000);
  expect(names()).toEqual(['one']);
  outbox.up();
  expect(names()).toEqual(['one', 'one']);
  ok('one');
  expect(names()).toEqual(['one', 'one', 'two']);
});

test('a message leaves the store only when the server has it', async () => {
  outbox.up();
  await write('one');
  expect(await kept()).toEqual(['one']);
  ok('one');
  expect(await kept()).toEqual([]);
  expect(gone).toEqual(['one']);
});

test('a reload finds what waited and what failed, and does not retry what failed', async () => {
  outbox.up();
  await write('refused');
  outbox.error('refused', problem(403, 'request_limits'));
  outbox.down();
  await write('waiting');
  const again = (outbox = build());
  seen.clear();
  sent = [];
  await again.restore();
  again.up();
  expect([...seen.values()].map(({ client_id, state }) => [client_id, state])).toEqual([
    ['refused', 'failed'],
    ['waiting', 'pending']
  ]);
  expect(names()).toEqual(['waiting']);
});

test('a refusal marks the message and those behind it, and says why only once', async () => {
  outbox.up();
  await write('one');
  await write('two');
  outbox.error('one', problem(403, 'request_pending'));
  expect(names()).toEqual(['one']);
  expect(seen.get('one')).toMatchObject({ state: 'failed', problem: { code: 'request_pending' } });
  expect(seen.get('two')).toMatchObject({ state: 'failed', problem: null });
  expect(await kept()).toEqual(['one', 'two']);
  expect(health.at(-1)).toBe(true);
});

test('what is written after a refusal leaves by itself', async () => {
  outbox.up();
  await write('one');
  outbox.error('one', problem(404, 'not_found'));
  await write('later');
  expect(names()).toEqual(['one', 'later']);
});

test('the database away: the message stays pending and is tried again, more and more slowly', async () => {
  outbox.up();
  await write('one');
  outbox.error('one', problem(503, 'unavailable'));
  expect(seen.get('one')?.state).toBe('pending');
  expect(health).toEqual([false]);
  vi.advanceTimersByTime(1_000);
  expect(names()).toEqual(['one', 'one']);
  outbox.error('one', problem(503, 'unavailable'));
  vi.advanceTimersByTime(1_999);
  expect(names()).toHaveLength(2);
  vi.advanceTimersByTime(1);
  expect(names()).toHaveLength(3);
  ok('one');
  expect(health.at(-1)).toBe(true);
});

test('a rate limit waits as long as the server says, and is no illness', async () => {
  outbox.up();
  await write('one');
  outbox.error('one', problem(429, 'rate_limited', { retry_after_s: 7 }));
  vi.advanceTimersByTime(6_999);
  expect(names()).toEqual(['one']);
  vi.advanceTimersByTime(1);
  expect(names()).toEqual(['one', 'one']);
  expect(health).toEqual([true]);
});

test('an error of somebody else, or a late one, changes nothing', async () => {
  outbox.up();
  await write('one');
  outbox.error('unknown', problem(404, 'not_found'));
  ok('one');
  outbox.error('one', problem(404, 'not_found'));
  expect(gone).toEqual(['one']);
  expect(seen.size).toBe(0);
});

test('a message that shows up in the log settles its entry although the answer was lost', async () => {
  outbox.up();
  await write('one');
  await write('two');
  outbox.settle('one');
  expect(gone).toEqual(['one']);
  expect(names()).toEqual(['one', 'two']);
});

test('what failed is thrown away for good; what flies is not', async () => {
  outbox.up();
  await write('one');
  expect(outbox.discard('one')).toBe(false);
  outbox.error('one', problem(404, 'not_found'));
  expect(outbox.discard('one')).toBe(true);
  expect(await kept()).toEqual([]);
});

test('a failed message that is tried again keeps its client_id', async () => {
  outbox.up();
  await write('one');
  outbox.error('one', problem(403, 'request_pending'));
  outbox.take({ ...seen.get('one')!, state: 'pending', problem: null, at: (clock += 1) });
  expect(names()).toEqual(['one', 'one']);
});

test('what its files are not on the server of waits, with all behind it; then it leaves under their ids', async () => {
  outbox.up();
  const album: SendEntry = { ...entry('album'), body: { type: 'media', items: [{ media_id: 'key', alt: 'A lake' }] }, parts: { key: null } };
  await shelf.keep(album);
  outbox.take(album);
  await write('behind');
  await write('other', 'ana-fatou');
  expect(names()).toEqual(['other']);
  outbox.take({ ...album, parts: { key: { id: 'real' } as Media } });
  expect(names()).toEqual(['other', 'album']);
  expect(sent[1]?.body).toEqual({ type: 'media', items: [{ media_id: 'real', alt: 'A lake' }] });
});

test('a refused file fails its message and what stands behind it, and nothing before it', async () => {
  await write('before');
  const album: SendEntry = { ...entry('album'), body: { type: 'voice', media_id: 'key' }, parts: { key: null } };
  outbox.take(album);
  await write('behind');
  outbox.refuse('album', problem(422, 'not_a_sound', { key: 'key' }));
  expect([...seen.values()].map(({ client_id, state }) => [client_id, state])).toEqual([['before', 'pending'], ['album', 'failed'], ['behind', 'failed']]);
});
