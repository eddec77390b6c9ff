// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Post } from '#lib/api/types.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { remember, tabOf } from '#lib/features/home/tab.ts';
import { keep, notInterested } from './actions.ts';
import { PostList, postsAt } from './list.svelte.ts';
import { posts } from './posts.svelte.ts';
import { spotOf } from './spots.ts';
import { Views } from './views.ts';

let asked: { what: string; body: unknown }[];
let answers: Response[];

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  answers = [];
  posts.clear();
  localStorage.clear();
  toasts.dismiss();
  vi.stubGlobal('fetch', async (address: string, { method, body }: { method: string; body: string | null }) => {
    asked.push({ what: `${method} ${address.replace('/api/v1', '')}`, body: body && JSON.parse(body) });
    return answers.shift() ?? new Response('', { status: 502 });
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const post = (id: string, more: Partial<Post> = {}) => ({ id, saved: false, state: 'published', ...more }) as Post;
const page = (next_cursor: string | null, ...ids: string[]) => Response.json({ posts: ids.map((id) => post(id)), next_cursor });
const nothing = () => new Response(null, { status: 204 });
const ids = (list: PostList) => list.entries.map(({ id }) => id);

test('what was on the screen is told together, once, and again where it could not be told', async () => {
  const views = new Views();
  const now = new Date('2026-11-26T12:00:00Z');
  views.saw('a', now);
  views.saw('b', now);
  views.saw('a', now);
  expect(asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(asked).toEqual([{ what: 'POST /views', body: { post_ids: ['a', 'b'] } }]);
  answers = [nothing()];
  views.saw('c', now);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(asked[1]?.body).toEqual({ post_ids: ['a', 'b', 'c'] });
  views.saw('a', now);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(asked).toHaveLength(2);
  views.saw('a', new Date('2026-11-27T00:00:01Z'));
  await vi.advanceTimersByTimeAsync(4_000);
  expect(asked[2]?.body).toEqual({ post_ids: ['a'] });
});

test('fifty are told at once', async () => {
  const views = new Views();
  for (let n = 0; n < 50; n += 1) views.saw(`p${n}`);
  expect((asked[0]?.body as { post_ids: string[] }).post_ids).toHaveLength(50);
});

test('what was chosen stands as it is when one returns, and another choice replaces it', async () => {
  const list = new PostList('/feed/for-you');
  answers = [page('c', 'a', 'b')];
  await list.arrive();
  await list.arrive();
  expect([ids(list), asked.length]).toEqual([['a', 'b'], 1]);
  answers = [page(null, 'b', 'z')];
  await list.load();
  expect(ids(list)).toEqual(['b', 'z']);
});

test('what is of no interest goes at once, comes back to its place by Undo, and stays where it is refused', async () => {
  const list = postsAt('/feed/for-you');
  answers = [page(null, 'a', 'b', 'c'), nothing(), nothing()];
  await list.load();
  await notInterested(post('b'));
  expect([ids(list), asked[1]?.what]).toEqual([['a', 'c'], 'PUT /posts/b/not-interested']);
  toasts.current?.action?.act();
  await vi.advanceTimersByTimeAsync(0);
  expect([ids(list), asked[2]?.what]).toEqual([['a', 'b', 'c'], 'DELETE /posts/b/not-interested']);
  await notInterested(post('a'));
  expect(ids(list)).toEqual(['a', 'b', 'c']);
});

test('a list that asks for something asks for it on every page', async () => {
  const list = new PostList('/me/bookmarks?collection=7');
  answers = [page('next', 'a'), page(null, 'b')];
  await list.load();
  await list.more();
  expect([ids(list), asked.map(({ what }) => what)]).toEqual([['a', 'b'], ['GET /me/bookmarks?collection=7', 'GET /me/bookmarks?collection=7&cursor=next']]);
});

test('what is saved shows at once, and a refusal takes exactly that back', async () => {
  posts.learn(post('a'));
  const going = keep(post('a'), true);
  expect(posts.of('a')?.saved).toBe(true);
  posts.learn({ ...posts.of('a')!, comment_count: 4 });
  await going;
  expect([posts.of('a')?.saved, posts.of('a')?.comment_count]).toEqual([false, 4]);
});

test('Home shows the feed that was looked at last; the first time a minor is shown whom they follow', () => {
  const search = (words: string) => new URLSearchParams(words);
  expect([tabOf(search(''), false), tabOf(search(''), true), tabOf(search('feed=nonsense'), false)]).toEqual(['for-you', 'following', 'for-you']);
  remember(search('feed=latest'));
  remember(search('feed=following&once'));
  remember(search('feed=nonsense'));
  expect([tabOf(search(''), false), tabOf(search('feed=following'), true)]).toEqual(['latest', 'following']);
});

test('a name stands where the person is, inside what shows the picture', () => {
  const near = ({ x, y }: { x: number; y: number }) => [Number(x.toFixed(2)), Number(y.toFixed(2))];
  expect(near(spotOf({ x: 0.5, y: 0.5 }, { width: 100, height: 200 }, 1))).toEqual([0.5, 0.5]);
  expect(near(spotOf({ x: 1, y: 0.3 }, { width: 100, height: 200 }, 1))).toEqual([0.75, 0.3]);
  expect(near(spotOf({ x: 0.3, y: 1 }, { width: 200, height: 100 }, 1))).toEqual([0.3, 0.75]);
  expect(near(spotOf({ x: 0, y: 1 }, { width: null, height: null }, 1))).toEqual([0.14, 0.86]);
});

test('what comes while a page is on its way is asked for once it is there', async () => {
  const list = new PostList('/me/posts');
  answers = [page(null, 'a'), page(null, 'b', 'a')];
  const loading = list.load();
  await list.arrive();
  await list.arrive();
  await loading;
  expect([ids(list), asked.length]).toEqual([['b', 'a'], 2]);
});
