import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { beforeEach, expect, test } from 'vitest';
import { makePosts, type KeptPost } from './posting.ts';
import { Store, wipe } from './store.ts';
import type { KeptWriting } from './writing.ts';

const kept = (...files: string[]): KeptWriting => ({ items: files.map((key) => ({ key })), people: [], parts: [], cover: null, files });
const blobs = (...names: string[]) => new Map(names.map((name) => [name, new Blob([name])]));
const post = (post_id?: string): KeptPost => ({ client_id: 'c', request: { client_id: 'c', kind: 'photos' }, files: [], at: 1, problem: null, ...(post_id && { post_id }) });
const names = async () => [...((await store.writing.read())?.blobs.keys() ?? [])];

let store: Store;
beforeEach(async () => {
  store?.close();
  await wipe('ana');
  store = await Store.open('ana');
});

test('files that are being written with outlive the page; what was taken out goes', async () => {
  expect(await store.writing.read()).toBeNull();
  await store.writing.keep(kept('a', 'b'), blobs('a', 'b'));
  await store.writing.keep(kept('b', 'c'), blobs('c'));
  store.close();
  store = await Store.open('ana');
  const found = (await store.writing.read())!;
  expect(found.kept).toEqual(kept('b', 'c'));
  expect([...found.blobs.keys()]).toEqual(['b', 'c']);
  expect(await found.blobs.get('b')!.text()).toBe('b');
});

test('where one cannot be kept, all stays as it was', async () => {
  await store.writing.keep(kept('a'), blobs('a'));
  await expect(store.writing.keep({ ...kept('b'), items: [() => undefined] }, blobs('b'))).rejects.toThrow();
  expect([(await store.writing.read())!.kept, await names()]).toEqual([kept('a'), ['a']]);
});

test('what goes on its way is not being written any more; a draft that is changed leaves what is being written alone', async () => {
  await store.writing.keep(kept('a'), blobs('a'));
  await store.posts.keep(post('draft'), blobs());
  expect(await names()).toEqual(['a']);
  await store.posts.keep(post(), blobs('a'));
  expect([await store.writing.read(), await store.writing.left()]).toEqual([null, 'c']);
  expect((await store.posts.blob('a'))?.size).toBe(1);
});

test('what an older build had on its way is still there', async () => {
  store.close();
  await wipe('ana');
  const old = await openDB('paperplane:ana', 4, { upgrade: (db) => makePosts(db) });
  await old.put('posts', post());
  old.close();
  store = await Store.open('ana');
  expect(await store.posts.all()).toEqual([post()]);
  await store.writing.keep(kept('a'), blobs('a'));
  expect(await names()).toEqual(['a']);
});
