// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Post } from '#lib/api/types.ts';
import { postsAt } from '#lib/features/posts/list.svelte.ts';
import { posts } from '#lib/features/posts/posts.svelte.ts';
import { listOf, watchAt } from './address.ts';
import { How } from './how.svelte.ts';
import { actOf } from './keys.ts';
import { Run } from './run.svelte.ts';
import { Watched } from './watched.svelte.ts';
import { begins, fetchedAhead, mounted, nearEnd, placeAt } from './window.ts';

const places = (count: number, holds: (place: number) => boolean) => Array.from({ length: count }, (_, place) => place).filter(holds);
const post = (id: string) => ({ id, state: 'published', liked: false }) as Post;
const page = (next_cursor: string | null, ...ids: string[]) => Response.json({ posts: ids.map(post), next_cursor });
let answers: Response[];

beforeEach(() => {
  answers = [];
  posts.clear();
  localStorage.clear();
  vi.stubGlobal('fetch', async () => answers.shift() ?? new Response('', { status: 502 }));
});
afterEach(() => vi.unstubAllGlobals());

test('of a hundred never more than four are there, wherever one is', () => {
  for (let at = 0; at < 100; at += 1) {
    const there = places(100, (place) => mounted(at, place));
    expect(there.length).toBeLessThanOrEqual(4);
    expect(there).toContain(at);
  }
  expect(places(100, (place) => mounted(50, place))).toEqual([49, 50, 51, 52]);
});

test('the next two are fetched, once the one in front runs, and never where data are saved', () => {
  expect(places(9, (place) => fetchedAhead(3, place, true, false))).toEqual([4, 5]);
  expect(places(9, (place) => fetchedAhead(3, place, false, false))).toEqual([]);
  expect(places(9, (place) => fetchedAhead(3, place, true, true))).toEqual([]);
});

test('which one is in front follows the scroll, within what there is', () => {
  expect([placeAt(0, 800, 5), placeAt(390, 800, 5), placeAt(410, 800, 5), placeAt(9_000, 800, 5), placeAt(0, 0, 0)]).toEqual([0, 0, 1, 4, 0]);
  expect([nearEnd(0, 20), nearEnd(16, 20)]).toEqual([false, true]);
});

test('nothing begins by itself for minors, where nothing should move, or where data are saved', () => {
  const usual = { chosen: null, minor: false, still: false, saving: false };
  expect(begins(usual)).toBe(true);
  expect(begins({ ...usual, minor: true })).toBe(false);
  expect(begins({ ...usual, still: true })).toBe(false);
  expect(begins({ ...usual, chosen: true, saving: true })).toBe(false);
  expect([begins({ ...usual, chosen: true, minor: true }), begins({ ...usual, chosen: false })]).toEqual([true, false]);
});

test('how one watches is remembered, and a browser that lets nothing sound is asked again by a tap', () => {
  const how = new How();
  expect(how.sound).toBe(false);
  how.set({ sound: true, begins: false });
  const again = new How();
  expect([again.sound, again.begins]).toEqual([true, false]);
  again.hushed = true;
  expect(again.sound).toBe(false);
  again.set({ sound: true });
  expect(again.sound).toBe(true);
  again.forget();
  expect(new How().sound).toBe(false);
  localStorage.setItem('paperplane:watch', '{broken');
  expect(new How().sound).toBe(false);
});

test('time counts while something runs, and is said in steps of twenty minutes', () => {
  const watched = new Watched();
  watched.runs(true, 0);
  watched.runs(false, 19 * 60_000);
  watched.runs(false, 90 * 60_000);
  expect(watched.minutes).toBe(0);
  watched.runs(true, 100 * 60_000);
  watched.runs(true, 102 * 60_000);
  expect(watched.minutes).toBe(20);
  watched.clear();
  expect(watched.minutes).toBe(0);
});

test('one watches on from where one came, through what comes later, and what is deleted keeps its place', async () => {
  const list = postsAt('/feed/latest');
  answers = [page('c', 'a', 'b', 'c')];
  await list.load();
  const run = new Run('b', '/feed/latest');
  expect([run.ids, run.at, run.id, run.whole]).toEqual([['a', 'b', 'c'], 1, 'b', false]);
  posts.gone('b');
  answers = [page(null, 'c', 'd')];
  await run.more();
  expect([run.ids, run.id, run.whole]).toEqual([['a', 'b', 'c', 'd'], 'b', true]);
  expect(posts.of('b')).toBeNull();
});

test('one that is not in the list stands before it, and a list that cannot be asked leaves it alone', async () => {
  answers = [page(null, 'x', 'y'), Response.json(post('far'))];
  const run = new Run('far', '/users/ana/posts');
  await run.begin();
  expect(run.ids).toEqual(['far', 'x', 'y']);
  const alone = new Run('z', null);
  answers = [Response.json({ code: 'not_found', status: 404, title: '' }, { status: 404 })];
  await alone.begin();
  expect([alone.ids, alone.whole, posts.of('z')]).toEqual([['z'], true, null]);
});

test('only lists that there are can be watched', () => {
  const path = (address: string) => listOf(new URL(address, 'http://x').searchParams);
  expect(path(watchAt('a', '/feed/for-you'))).toBe('/feed/for-you');
  expect(path(watchAt('a', '/me/bookmarks?collection=0-1'))).toBe('/me/bookmarks?collection=0-1');
  for (const wrong of ['/me', '/feed/for-you/../../me', 'https://elsewhere', '/users/a/b/posts']) expect(path(watchAt('a', wrong))).toBeNull();
  expect(watchAt('a', null)).toBe('/watch/a');
});

test('keys act where one watches, and never in what is written, nor against a button', () => {
  document.body.innerHTML = '<textarea></textarea><button></button><input type="range"><i></i>';
  const at = (selector: string, key: string, more = {}) => actOf({ key, ctrlKey: false, metaKey: false, altKey: false, target: document.querySelector(selector), ...more });
  expect([at('i', 'j'), at('i', 'ArrowUp'), at('i', ' '), at('i', '?')]).toEqual(['next', 'before', 'pause', 'keys']);
  expect([at('textarea', 'l'), at('button', ' '), at('input', 'ArrowLeft'), at('i', 'l', { ctrlKey: true })]).toEqual([null, null, null, null]);
  expect([at('button', 'm'), at('input', 'ArrowDown')]).toEqual(['sound', 'next']);
});
