// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Me, Person } from '#lib/api/types.ts';
import { session } from '#lib/app/session.svelte.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { trays } from '#lib/features/media/trays.svelte.ts';
import { live } from '#lib/live/live.svelte.ts';
import { Memory } from '#lib/live/memory.ts';
import type { KeptFile, KeptPost } from '#lib/live/posting.ts';
import type { KeptWriting } from '#lib/live/writing.ts';
import { covers } from './cover/covers.svelte.ts';
import { discard } from './discarding.ts';
import { drafting, ROOM } from './draft.svelte.ts';
import { attendPosts } from './leaving.ts';
import { peopleIn } from './people.svelte.ts';
import { recorded } from './record/recorded.svelte.ts';
import { giveBack, send } from './send.ts';
import { writing } from './writing.svelte.ts';

const chidi = { id: 'chidi', handle: 'chidi' } as Person;
const film = { key: 'f', blob: new Blob(['film']), name: 'f.mp4', alt: 'kites', kind: 'video' as const, url: 'blob:f', width: null, height: null };
vi.mock('$app/navigation', () => ({ goto: async () => undefined }));
let written: KeptWriting[];
let shelf: Memory;

beforeEach(async () => {
  written = [];
  vi.stubGlobal('fetch', async () => new Response(null, { status: 204 }));
  shelf = new Memory();
  Object.assign(shelf, { writing: { read: async () => null, left: async () => null, keep: async (kept: KeptWriting) => void written.push(kept) } });
  session.update({ id: 'me', handle: 'ana' } as Me);
  live.shelf = Promise.resolve(shelf);
  await attendPosts('me');
});
afterEach(async () => {
  await session.ended();
  trays.clear();
  vi.unstubAllGlobals();
});

test('a post that comes back comes with who is in it and with its cover', async () => {
  const file: KeptFile = { key: 'f', name: 'f.mp4', alt: 'kites', bytes: 4, cut: null, url: null, media_id: null };
  peopleIn.name({ key: 'f', person: chidi, x: 0.2, y: 0.4 });
  const people = peopleIn.kept(['f']);
  peopleIn.clear();
  const request = { client_id: 'c', kind: 'video' as const, text: 'hi', cover: { at_ms: 1_200 } };
  const post: KeptPost = { client_id: 'c', request, files: [file], people, at: 1, problem: { code: 'media_kind', text: 'no' } };
  await shelf.posts.keep(post, new Map([['f', film.blob]]));
  await giveBack('c');
  expect(drafting.now.text).toBe('hi');
  expect(peopleIn.all).toEqual([{ key: 'f', person: chidi, x: 0.2, y: 0.4 }]);
  expect(covers.of(trays.of(ROOM).items[0])).toBe(1_200);
});

test('a picture that stands for a video is on the disk, goes with the post, and comes back with it', async () => {
  await writing.enter();
  trays.put(ROOM, { items: [film] });
  drafting.set({ kind: 'video' });
  covers.bring(film, new Blob(['picture']), 'p.jpg');
  const { key } = covers.picture(film)!;
  writing.save();
  await vi.waitFor(() => expect(written[0]).toMatchObject({ cover: { film: 'f', key, name: 'p.jpg' }, files: ['item:f', `cover:${key}`] }));
  expect(await send('only_me')).toBe(true);
  const [post] = await shelf.posts.all();
  expect([post!.files.map((file) => file.cover), await (await shelf.posts.blob(key))!.text()]).toEqual([[undefined, true], 'picture']);
  expect(covers.picture(film)).toBeNull();
  await giveBack(post!.client_id);
  expect(trays.of(ROOM).items).toHaveLength(1);
  expect(await covers.picture(trays.of(ROOM).items[0])!.blob.text()).toBe('picture');
});

test('what is emptied while it gets to the disk does not empty the disk', async () => {
  await writing.enter();
  trays.put(ROOM, { items: [film] });
  writing.save();
  await vi.waitFor(() => expect(written).toHaveLength(1));
  writing.save();
  trays.clear();
  writing.clear();
  await new Promise((done) => setTimeout(done, 50));
  expect(written).toHaveLength(1);
});

/** What the disk has after it, as a page that comes later finds it. */
async function laterPage(): Promise<void> {
  await session.ended();
  trays.clear();
  session.update({ id: 'me', handle: 'ana' } as Me);
  live.shelf = Promise.resolve(shelf);
  await attendPosts('me');
  await writing.enter(true);
}

test('what is discarded can be had again, with its files and what was recorded, until that is sure', async () => {
  await writing.enter();
  trays.put(ROOM, { items: [film] });
  recorded.parts = [{ key: 'p', blob: new Blob(['part']), ms: 900 }];
  drafting.set({ kind: 'video', text: 'kites' });
  writing.save();
  await vi.waitFor(() => expect(written).toHaveLength(1));
  discard();
  writing.save();
  expect([writing.empty, written.length, JSON.parse(localStorage.getItem('paperplane:post:me')!).text]).toEqual([true, 1, 'kites']);
  toasts.current!.action!.act();
  await vi.waitFor(() => expect(drafting.now.text).toBe('kites'));
  expect([trays.of(ROOM).items, recorded.parts.map(({ key }) => key)]).toEqual([[film], ['p']]);

  discard();
  toasts.dismiss();
  await vi.waitFor(() => expect(localStorage.getItem('paperplane:post:me')).toBeNull());
  expect(written.at(-1)).toMatchObject({ items: [], parts: [], files: [] });
});

test('what is written after a discard is kept as a draft where that is undone', async () => {
  await writing.enter();
  drafting.set({ text: 'first' });
  discard();
  drafting.set({ text: 'second' });
  writing.save();
  toasts.current!.action!.act();
  await vi.waitFor(() => expect(drafting.now.text).toBe('first'));
  expect((await shelf.posts.all()).map(({ request }) => [request.text, request.draft])).toEqual([['second', true]]);
});

test('what was filmed or noted since a discard, and can be no draft, stays beside what is had again', async () => {
  await writing.enter();
  recorded.parts = [{ key: 'p', blob: new Blob(['part']), ms: 900 }];
  drafting.set({ kind: 'video', text: 'first' });
  discard();
  recorded.parts = [{ key: 'q', blob: new Blob(['since']), ms: 400 }];
  drafting.set({ kind: 'video', text: 'second' });
  writing.save();
  toasts.current!.action!.act();
  await vi.waitFor(() => expect(drafting.now.text).toBe('first\nsecond'));
  expect(recorded.parts.map(({ key }) => key)).toEqual(['p', 'q']);
});

test('words of a post that went on its way do not stay where its page was killed before they went', async () => {
  const left = { read: async () => null, keep: async () => undefined, left: async () => 'gone' };
  Object.assign(shelf, { writing: left });
  drafting.set({ text: 'posted', leaving: 'gone' });
  await laterPage();
  expect(drafting.now.text).toBe('');
  drafting.set({ text: 'not posted', leaving: 'other' });
  await laterPage();
  expect(drafting.now.text).toBe('not posted');
});

test('a part that was being recorded when its page went is there, once, and its pieces go when it is kept as a whole', async () => {
  const pieces = [{ recording: 'r', n: 0, bytes: new TextEncoder().encode('<1>').buffer, levels: [], ms: 1_000 }, { recording: 'r', n: 1, bytes: new TextEncoder().encode('<2>').buffer, levels: [], ms: 2_000 }];
  const dropped: string[] = [];
  const recordings = async () => (dropped.length > 0 ? [] : [{ id: 'r', conversation_id: 'post', kind: 'video_note', type: 'video/webm', at: 1 }]);
  Object.assign(shelf, { voices: { recordings, pieces: async () => pieces, drop: async (id: string) => void dropped.push(`${id} ${written.length}`) } });
  await writing.enter();
  expect(recorded.parts.map(({ key, ms, blob }) => [key, ms, blob.type])).toEqual([['r', 2_000, 'video/webm']]);
  expect(await recorded.parts[0]!.blob.text()).toBe('<1><2>');
  expect([written.at(-1)!.files, dropped]).toEqual([['part:r'], ['r 1']]);
});
