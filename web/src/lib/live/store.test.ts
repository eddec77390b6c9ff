import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { beforeEach, expect, test, vi } from 'vitest';
import { entry, head, message } from '#lib/features/messages/samples.ts';
import { open, Store, sweep, wipe, type Change, type KeptLog } from './store.ts';

const SHAPE = 'shape';
const holds = () => true;
const log = (id: string, last_seq: number): KeptLog => {
  const messages = Array.from({ length: last_seq }, (_, i) => message(i + 1));
  return { id, at: 1, messages, base_seq: 0, ids: messages.map((one) => one.id), last_seq, older: false };
};
function change(cursor: string, more: Partial<Change> = {}): Change {
  const meta = { shape: SHAPE, cursor, next: {}, counts: { unread: 0, requests: 0 }, reads: {}, proved_at: null };
  return { meta, heads: [], logs: [], people: [], lostHeads: [], lostLogs: [], anew: false, ...more };
}
const names = async () => (await indexedDB.databases()).map(({ name }) => name);

let store: Store;
beforeEach(async () => {
  store?.close();
  await Promise.all((await names()).map((name) => new Promise((done) => (indexedDB.deleteDatabase(name!).onsuccess = done))));
  store = await Store.open('ana');
});

test('what an older build kept is still there: unsent messages and drafts', async () => {
  const old = await openDB('paperplane:chidi', 1, {
    upgrade(db) {
      db.createObjectStore('outbox', { keyPath: 'client_id' });
      db.createObjectStore('drafts', { keyPath: 'conversation_id' });
    }
  });
  await old.put('outbox', entry('unsent'));
  await old.put('drafts', { conversation_id: 'ana-chidi', text: 'half', at: 1 });
  old.close();
  const migrated = await Store.open('chidi');
  expect(await migrated.entries()).toEqual([entry('unsent')]);
  expect(await migrated.drafts()).toEqual([{ conversation_id: 'ana-chidi', text: 'half', at: 1 }]);
  expect(await migrated.cached(SHAPE)).toBeNull();
  migrated.close();
});

test('a newer build was here: the older one still reads what it knows', async () => {
  await store.keep(entry('unsent'));
  store.close();
  (await openDB('paperplane:ana', 7)).close();
  store = await Store.open('ana');
  expect(await store.entries()).toEqual([entry('unsent')]);
});

test('heads, logs and the cursor come back together', async () => {
  const people = [head().person!];
  await store.write(change('c1', { heads: [head()], logs: [log('ana-chidi', 3)], people }));
  expect(await store.cached(SHAPE)).toEqual({ meta: change('c1').meta, heads: [head()], people });
  expect(await store.logs()).toEqual([log('ana-chidi', 3)]);
  expect(await store.log('ana-chidi')).toEqual(log('ana-chidi', 3));
  expect(await store.log('nobody')).toBeUndefined();
});

test('the cursor does not move without what it stands for', async () => {
  await store.write(change('c1', { heads: [head()] }));
  const unstorable = { ...head({ last_seq: 9 }), broken: () => undefined };
  await expect(store.write(change('c2', { heads: [head({ id: 'other' }), unstorable] }))).rejects.toThrow();
  const kept = await store.cached(SHAPE);
  expect([kept!.meta.cursor, kept!.heads.map(({ id, last_seq }) => [id, last_seq])]).toEqual(['c1', [['ana-chidi', 3]]]);
});

test('what is lost goes, and anew means that nothing old stays', async () => {
  await store.write(change('c1', { heads: [head(), head({ id: 'b' })], logs: [log('a', 1), log('b', 1)] }));
  await store.write(change('c2', { lostHeads: ['b'], lostLogs: ['b'] }));
  expect((await store.cached(SHAPE))!.heads.map(({ id }) => id)).toEqual(['ana-chidi']);
  expect((await store.logs()).map(({ id }) => id)).toEqual(['a']);
  await store.write(change('c3', { heads: [head({ id: 'c' })], anew: true }));
  expect((await store.cached(SHAPE))!.heads.map(({ id }) => id)).toEqual(['c']);
  expect(await store.logs()).toEqual([]);
});

test('what was kept in another shape is not read', async () => {
  await store.write(change('c1', { heads: [head()] }));
  expect(await store.cached('another')).toBeNull();
});

test('making room takes what can be fetched again, and nothing else', async () => {
  await store.write(change('c1', { heads: [head()], logs: [log('a', 1)] }));
  await store.keep(entry('unsent'));
  await store.forget();
  expect([await store.cached(SHAPE), await store.logs(), (await store.entries()).length]).toEqual([null, [], 1]);
});

test('signed out in another tab: its wipe is not held up, and nothing is written after it', async () => {
  await store.write(change('c1', { heads: [head()] }));
  await wipe('ana');
  await expect(store.write(change('c2', { heads: [head()] }))).rejects.toThrow();
  await expect(store.keep(entry('late'))).rejects.toThrow();
  expect(await names()).toEqual([]);
});

test('opened while another tab signs out: nothing of it stays', async () => {
  const left = await open('chidi', () => false);
  await left.keep(entry('late'));
  expect(await names()).toEqual(['paperplane:ana']);
});

test('a sweep takes every account but the one that is signed in', async () => {
  (await Store.open('chidi')).close();
  await sweep('ana');
  expect(await names()).toEqual(['paperplane:ana']);
  await sweep(null);
  expect(await names()).toEqual([]);
});

test('without IndexedDB, with a broken one, and with one that never answers, everything else works', async () => {
  for (const broken of [() => { throw new Error('forbidden'); }, () => ({ addEventListener: () => undefined })]) {
    vi.useFakeTimers();
    const spy = vi.spyOn(indexedDB, 'open').mockImplementation(broken as unknown as typeof indexedDB.open);
    const opening = open('ana', holds);
    await vi.advanceTimersByTimeAsync(5_000);
    const shelf = await opening;
    spy.mockRestore();
    vi.useRealTimers();
    await shelf.keep(entry('unsent'));
    await shelf.write(change('c1', { heads: [head()] }));
    expect([await shelf.entries(), await shelf.cached(SHAPE), await shelf.logs()]).toEqual([[entry('unsent')], null, []]);
  }
});

test('a message and its files are kept together or not at all, and go with the account', async () => {
  const part = { key: 'a', client_id: 'album', name: 'lake.jpg', kind: 'photo' as const, bytes: 4, url: null, media: null };
  const unstorable = { ...part, key: 'b', name: (() => undefined) as unknown as string };
  await expect(store.keepWith(entry('album'), [part, unstorable], [new Blob(['lake']), new Blob(['sea'])])).rejects.toThrow();
  expect([await store.entries(), await store.parts(), await store.blob('a')]).toEqual([[], [], undefined]);
  await store.keepWith(entry('album'), [part], [new Blob(['lake'])]);
  await store.keepPart({ ...part, url: '/uploads/1' });
  store.close();
  store = await Store.open('ana');
  expect(await store.part('a')).toMatchObject({ url: '/uploads/1' });
  expect((await store.blob('a'))?.size).toBe(4);
  await store.dropParts(['a']);
  expect([await store.part('a'), await store.blob('a')]).toEqual([undefined, undefined]);
  await store.keepWith(entry('album'), [part], [new Blob(['lake'])]);
  store.close();
  await wipe('ana');
  store = await Store.open('ana');
  expect(await store.parts()).toEqual([]);
});
