// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Me, Person } from '#lib/api/types.ts';
import { session } from '#lib/app/session.svelte.ts';
import { trays } from '#lib/features/media/trays.svelte.ts';
import { live } from '#lib/live/live.svelte.ts';
import { Memory } from '#lib/live/memory.ts';
import type { KeptFile, KeptPost } from '#lib/live/posting.ts';
import type { KeptWriting } from '#lib/live/writing.ts';
import { covers } from './cover/covers.svelte.ts';
import { drafting, ROOM } from './draft.svelte.ts';
import { attendPosts } from './leaving.ts';
import { peopleIn } from './people.svelte.ts';
import { giveBack } from './send.ts';
import { writing } from './writing.svelte.ts';

const chidi = { id: 'chidi', handle: 'chidi' } as Person;
const film = { key: 'f', blob: new Blob(['film']), name: 'f.mp4', alt: 'kites', kind: 'video' as const, url: 'blob:f', width: null, height: null };
let written: KeptWriting[];
let shelf: Memory;

beforeEach(async () => {
  written = [];
  vi.stubGlobal('fetch', async () => new Response(null, { status: 204 }));
  shelf = new Memory();
  Object.assign(shelf, { writing: { read: async () => null, keep: async (kept: KeptWriting) => void written.push(kept) } });
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
