import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError, NetworkError } from '#lib/api/client.ts';
import type { Media, Problem, Sent, Upload } from '#lib/api/types.ts';
import { isSend, waits, type Entry, type SendEntry } from '#lib/live/outbox.ts';
import { asSaid, exchanged, type KeptPart } from '#lib/live/parts.ts';
import { Memory } from '#lib/live/memory.ts';
import { Carrier, type CarrierOptions, type Step } from './carrier.ts';

const media = (id: string, more: Partial<Media> = {}): Media => ({
  id, kind: 'photo', state: 'ready', reason: null, name: 'lake.webp', bytes: 9, width: 40, height: 30, duration_ms: null,
  blurhash: 'L0', waveform: null, created_at: '2026-11-26T08:00:00Z', ...more
});
const upload = (id: string, now: Media | null): Upload => ({ id, name: 'lake', bytes: 3, offset: now ? 3 : 1, expires_at: '2026-11-27T08:00:00Z', media: now });
const problem = (status: number, code: string, more = {}): Problem => ({ type: 'about:blank', title: code, status, code, ...more });

let shelf: Memory;
let entries: Entry[];
let brought: string[];
let server: Map<string, Media | null>;
let refused: [string, Problem][];
let steps: [string, Step['stage'] | null][];
let cancelled: string[];
/** What the next attempts to bring come to, before they go well. */
let troubles: unknown[];
/** How long an upload takes. */
let open: PromiseWithResolvers<void> | null;
let carrier: Carrier;

beforeEach(() => {
  vi.useFakeTimers();
  [shelf, entries, brought, server, refused, steps, cancelled, troubles, open] = [new Memory(), [], [], new Map(), [], [], [], [], null];
  carrier = build();
});
afterEach(() => {
  carrier.stop();
  vi.useRealTimers();
});

function build(): Carrier {
  const bring: CarrierOptions['bring'] = async (part, _, tell, signal) => {
    brought.push(part.key + (part.url ? ' again' : ''));
    tell.url(`/uploads/u-${part.key}`);
    if (!server.has(`u-${part.key}`)) server.set(`u-${part.key}`, null);
    if (troubles.length > 0) throw troubles.shift();
    tell.sent(3);
    if (open) await Promise.race([open.promise, new Promise((_, no) => signal.addEventListener('abort', () => no(signal.reason)))]);
    server.set(`u-${part.key}`, media(`u-${part.key}`, { state: 'making' }));
  };
  return new Carrier(optionsWith(bring));
}

function optionsWith(bring: CarrierOptions['bring']): CarrierOptions {
  return {
    shelf,
    entries: () => entries,
    bring,
    ask: async (id) => {
      if (!server.has(id)) throw new ApiError(problem(404, 'not_found'));
      return upload(id, server.get(id)!);
    },
    cancel: async (url) => cancelled.push(url),
    changed: (entry) => put(entry),
    refused: (client_id, why) => void refused.push([client_id, why]),
    tell: (key, step) => void steps.push([key, step?.stage ?? null])
  };
}

function put(entry: Entry): void {
  entries = [...entries.filter(({ client_id }) => client_id !== entry.client_id), entry].sort((a, b) => a.at - b.at);
  carrier.look();
}

async function say(client_id: string, ...keys: string[]): Promise<void> {
  const body: Sent = { type: 'media', items: keys.map((key) => ({ media_id: key })) };
  const entry: SendEntry = {
    client_id, conversation_id: 'ana-chidi', body, at: entries.length + 1, state: 'pending', problem: null,
    parts: Object.fromEntries(keys.map((key) => [key, null]))
  };
  const part = (key: string): KeptPart => ({ key, client_id, name: `${key}.jpg`, kind: 'photo', bytes: 3, url: null, media: null });
  await shelf.keepWith(entry, keys.map(part), keys.map((key) => new Blob([key])));
  put(entry);
  await settle();
}

const settle = () => vi.advanceTimersByTimeAsync(0);
const ready = (...keys: string[]) => keys.forEach((key) => server.set(`u-${key}`, media(`u-${key}`)));
const entry = (client_id: string) => entries.filter(isSend).find((one) => one.client_id === client_id);

test('an album waits until the last of its files is made, and then names them as the server does', async () => {
  await say('album', 'a', 'b');
  expect(brought).toEqual(['a', 'b']);
  ready('a');
  carrier.heard('u-a');
  await settle();
  expect(waits(entry('album')!)).toBe(true);
  ready('b');
  carrier.heard('u-b');
  await settle();
  const { body, parts } = entry('album')!;
  expect(waits(entry('album')!)).toBe(false);
  expect(exchanged(body, parts)).toEqual({ type: 'media', items: [{ media_id: 'u-a' }, { media_id: 'u-b' }] });
  expect(brought).toEqual(['a', 'b']);
  expect(steps.slice(-2)).toEqual([['a', null], ['b', null]]);
});

test('what nobody tells is asked for', async () => {
  await say('one', 'a');
  ready('a');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(entry('one')!.parts!['a']?.id).toBe('u-a');
});

test('two at a time, in the order of writing', async () => {
  open = Promise.withResolvers();
  await say('album', 'a', 'b', 'c');
  expect(brought).toEqual(['a', 'b']);
  open.resolve();
  await settle();
  await settle();
  expect(brought).toEqual(['a', 'b', 'c']);
});

test('a cut is waited out, and the upload goes on under its address', async () => {
  troubles = [new NetworkError('no answer'), new ApiError(problem(503, 'unavailable')), new ApiError(problem(423, 'upload_busy'))];
  await say('one', 'a');
  expect(brought).toEqual(['a']);
  carrier.wake();
  await settle();
  expect(brought).toEqual(['a', 'a again']);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(brought).toEqual(['a', 'a again', 'a again', 'a again']);
  expect(refused).toEqual([]);
});

test('a rate limit waits as long as the server says', async () => {
  troubles = [new ApiError(problem(429, 'rate_limited', { retry_after_s: 40 }))];
  await say('one', 'a');
  await vi.advanceTimersByTimeAsync(39_000);
  expect(brought).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(brought).toHaveLength(2);
});

test('another page goes on where this one ended', async () => {
  open = Promise.withResolvers();
  await say('one', 'a');
  carrier.stop();
  open = null;
  carrier = build();
  carrier.look();
  await settle();
  expect(brought).toEqual(['a', 'a again']);
  carrier.stop();
  // Whole, and made while nobody looked: nothing is brought again.
  ready('a');
  carrier = build();
  carrier.look();
  await settle();
  expect(brought).toHaveLength(2);
  expect(waits(entry('one')!)).toBe(false);
});

test('what had its time on the server is brought anew', async () => {
  open = Promise.withResolvers();
  await say('one', 'a');
  carrier.stop();
  server.clear();
  open = null;
  carrier = build();
  carrier.look();
  await settle();
  expect(brought).toEqual(['a', 'a']);
});

test('what the server cannot make is refused once, with its reason, and can be tried anew', async () => {
  await say('one', 'a');
  server.set('u-a', media('u-a', { state: 'refused', kind: null, reason: 'not_a_picture' }));
  carrier.heard('u-a');
  await settle();
  expect(refused).toMatchObject([['one', { code: 'not_a_picture', key: 'a' }]]);
  expect(await shelf.part('a')).toMatchObject({ url: null, media: null });
  put({ ...entry('one')!, state: 'failed' });
  put({ ...entry('one')!, state: 'pending' });
  await settle();
  expect(brought).toEqual(['a', 'a']);
});

test('a refused upload, and a file that is not here any more, are said and not tried again', async () => {
  troubles = [new ApiError(problem(413, 'too_large'))];
  await say('large', 'a');
  await shelf.dropParts(['b']);
  put({ ...entry('large')!, client_id: 'lost', parts: { b: null } });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(refused.map(([client_id, { code, key }]) => [client_id, code, key])).toContainEqual(['large', 'too_large', 'a']);
  expect(refused.map(([client_id, { code }]) => [client_id, code])).toContainEqual(['lost', 'media_lost']);
});

test('what is thrown away stops, can be taken back, and is then forgotten here and there', async () => {
  open = Promise.withResolvers();
  await say('one', 'a');
  const before = entry('one')!;
  entries = [];
  await shelf.drop('one');
  carrier.look();
  await vi.advanceTimersByTimeAsync(5_000);
  put(before);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(brought).toEqual(['a', 'a again']);
  expect(await shelf.blob('a')).toBeDefined();
  entries = [];
  carrier.look();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await shelf.blob('a')).toBeUndefined();
  expect(cancelled).toEqual(['/uploads/u-a']);
});

test('what can be seen once shows nothing of itself', () => {
  const parts = { a: media('u-a') };
  expect(asSaid({ type: 'media', items: [{ media_id: 'a', alt: 'A lake' }] }, parts)).toMatchObject({ items: [{ media_id: 'u-a', blurhash: 'L0', alt: 'A lake' }] });
  expect(asSaid({ type: 'media', items: [{ media_id: 'a' }], view_once: true }, parts)).toMatchObject({ items: [{ blurhash: null, waveform: null }] });
  expect(asSaid({ type: 'voice', media_id: 'a' }, parts)).toMatchObject({ type: 'voice', item: { media_id: 'u-a' } });
});

test('made, and gone before it was sent: tried again, it is brought anew', async () => {
  await say('one', 'a');
  ready('a');
  carrier.heard('u-a');
  await settle();
  server.clear();
  put({ ...entry('one')!, state: 'failed', problem: problem(400, 'media_unknown') });
  await settle();
  expect([entry('one')!.state, waits(entry('one')!), brought]).toEqual(['failed', true, ['a']]);
  put({ ...entry('one')!, state: 'pending', problem: null });
  await settle();
  expect(brought).toEqual(['a', 'a']);
});

test('what has arrived is not kept beside it', async () => {
  await say('one', 'a');
  ready('a');
  carrier.heard('u-a');
  await settle();
  entries = [];
  await shelf.drop('one');
  carrier.look();
  await vi.advanceTimersByTimeAsync(20_000);
  expect([await shelf.part('a'), await shelf.blob('a'), cancelled]).toEqual([undefined, undefined, []]);
});
