// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { live } from '#lib/live/live.svelte.ts';
import { Store } from '#lib/live/store.ts';
import { leftBehind, Take } from './take.ts';

const recording = (id: string, conversation_id = 'ana-chidi', at = 1) => ({ id, conversation_id, kind: 'voice' as const, type: 'audio/webm', at });
let store: Store;

beforeEach(async () => {
  store = await Store.open(crypto.randomUUID());
  live.shelf = Promise.resolve(store);
});
afterEach(() => {
  live.shelf = null;
  store.close();
});

/** A second of it, as the microphone brings it. */
function speak(take: Take, second: number): void {
  for (let at = 1; at <= 10; at += 1) take.hear(second / 10, (second - 1) * 1000 + at * 100);
  take.append(new Blob([`<${second}>`]));
}

test('what was spoken before the page went is there, in its order and no second twice', async () => {
  const take = new Take(recording('one'));
  for (const second of [1, 2, 3]) speak(take, second);
  await take.written();
  take.hear(1, 3_100);

  const [found, ...more] = await leftBehind('ana-chidi');
  expect(more).toEqual([]);
  expect(await found!.blob.text()).toBe('<1><2><3>');
  expect(found!.ms).toBe(3_000);
  expect(found!.levels).toHaveLength(30);
  expect(found!.levels[29]).toBe(0.3);
  expect(found!.blob.type).toBe('audio/webm');
});

test('nothing is offered in another conversation, nor where nothing was recorded', async () => {
  const take = new Take(recording('one'));
  new Take(recording('two'));
  take.append(new Blob([]));
  await take.written();
  expect(await leftBehind('ana-chidi')).toEqual([]);
  speak(take, 1);
  await take.written();
  expect(await leftBehind('ana-dana')).toEqual([]);
  expect(await leftBehind('ana-chidi')).toHaveLength(1);
});

test('thrown away, nothing of it stays, not even what was on its way to the disk', async () => {
  const [kept, take] = [new Take(recording('kept', 'ana-chidi', 2)), new Take(recording('one'))];
  speak(kept, 1);
  speak(take, 1);
  speak(take, 2);
  await take.drop();
  speak(take, 3);
  await take.written();
  await kept.written();
  expect((await store.voices.recordings()).map(({ id }) => id)).toEqual(['kept']);
  expect(await store.voices.pieces('one')).toEqual([]);
  expect(await store.voices.pieces('kept')).toHaveLength(1);
});

test('the eldest is offered first', async () => {
  for (const take of [new Take(recording('b', 'ana-chidi', 2)), new Take(recording('a', 'ana-chidi', 1))]) {
    speak(take, 1);
    await take.written();
  }
  expect((await leftBehind('ana-chidi')).map(({ id }) => id)).toEqual(['a', 'b']);
});

test('where the disk is full the page has it all the same', async () => {
  store.close();
  const take = new Take(recording('one'));
  speak(take, 1);
  speak(take, 2);
  await take.written();
  expect(await take.blob.text()).toBe('<1><2>');
});
