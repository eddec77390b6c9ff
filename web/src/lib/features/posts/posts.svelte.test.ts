// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Comment, Post } from '#lib/api/types.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { like, remove } from './actions.ts';
import { CommentList } from './comments.svelte.ts';
import { ToldOfPosts } from './told.ts';
import { merged, PostList } from './list.svelte.ts';
import { posts } from './posts.svelte.ts';
import { pieces } from './text.ts';

type Answer = () => Response | Promise<Response>;
let asked: string[];
let answers: Answer[];

beforeEach(() => {
  asked = [];
  answers = [];
  posts.clear();
  toasts.dismiss();
  vi.stubGlobal('fetch', async (address: string, { method }: { method: string }) => {
    asked.push(`${method} ${address.replace('/api/v1', '')}`);
    return await (answers.shift() ?? (() => new Response('', { status: 502 })))();
  });
});
afterEach(() => vi.unstubAllGlobals());

const post = (id: string, change: Partial<Post> = {}) => ({ id, liked: false, like_count: 3, comment_count: 0, text: id, state: 'published', ...change }) as Post;
const comment = (id: string, change: Partial<Comment> = {}) => ({ id, parent_id: null, reply_count: 0, like_count: 0, liked: false, pinned: false, state: 'shown', text: id, ...change }) as Comment;
const says = (what: unknown) => () => Response.json(what);
const refuses = (code: string, status = 422) => () => Response.json({ code, status, title: code }, { status, headers: { 'Content-Type': 'application/problem+json' } });
const page = (next_cursor: string | null, ...ids: string[]) => says({ posts: ids.map((id) => post(id)), next_cursor });
const ids = (list: PostList) => list.entries.map(({ id }) => id);
const seen = (id: string) => ({ liked: posts.of(id)?.liked, like_count: posts.of(id)?.like_count });

test('a like shows at once, and what the server says replaces it', async () => {
  posts.learn(post('a'));
  answers = [says(post('a', { liked: true, like_count: 9 }))];
  const going = like(post('a'), true);
  expect(seen('a')).toEqual({ liked: true, like_count: 4 });
  await going;
  expect(seen('a')).toEqual({ liked: true, like_count: 9 });
  expect(asked).toEqual(['PUT /posts/a/like']);
});

test('a refused like takes exactly itself back, and says why', async () => {
  posts.learn(post('a'));
  answers = [refuses('not_found', 404)];
  const going = like(post('a'), true);
  posts.learn({ ...posts.of('a')!, comment_count: 7 });
  await going;
  expect(seen('a')).toEqual({ liked: false, like_count: 3 });
  expect(posts.of('a')?.comment_count).toBe(7);
  expect(toasts.current).not.toBeNull();
});

test('of two quick taps the last one counts, in whatever order the answers come', async () => {
  posts.learn(post('a'));
  let answer: (response: Response) => void = () => undefined;
  answers = [() => new Promise((resolve) => (answer = resolve)), says(post('a'))];
  const first = like(post('a'), true);
  const second = like(posts.of('a')!, false);
  await vi.waitFor(() => expect(asked).toEqual(['PUT /posts/a/like']));
  answer(Response.json(post('a', { liked: true, like_count: 4 })));
  await Promise.all([first, second]);
  expect(asked).toEqual(['PUT /posts/a/like', 'DELETE /posts/a/like']);
  expect(seen('a')).toEqual({ liked: false, like_count: 3 });
});

test('what is deleted goes at once, and is back where the server refuses', async () => {
  posts.learn(post('a'));
  answers = [refuses('rate_limited', 429)];
  const going = remove(post('a'));
  expect(posts.of('a')).toBeNull();
  await going;
  expect(posts.of('a')?.id).toBe('a');
});

test('a deletion is taken back by its notice', async () => {
  posts.learn(post('a'));
  answers = [() => new Response(null, { status: 204 }), says(post('a'))];
  await remove(post('a'));
  toasts.current?.action?.act();
  await vi.waitFor(() => expect(posts.of('a')?.id).toBe('a'));
  expect(asked).toEqual(['DELETE /posts/a', 'POST /posts/a/restore']);
});

test('an older answer does not bring back what is gone', async () => {
  let answer: (response: Response) => void = () => undefined;
  answers = [() => new Promise((resolve) => (answer = resolve))];
  const going = posts.load('a');
  posts.gone('a');
  answer(Response.json(post('a')));
  await going;
  expect(posts.of('a')).toBeNull();
});

test('pages follow one another, and no post stands there twice', async () => {
  const list = new PostList('/feed/latest');
  answers = [page('c1', 'd', 'c'), page(null, 'c', 'b')];
  await list.load();
  await list.more();
  await list.more();
  expect(ids(list)).toEqual(['d', 'c', 'b']);
  expect(list.whole).toBe(true);
  expect(asked).toHaveLength(2);
});

test('what is new waits while somebody reads further down', async () => {
  const list = new PostList('/feed/latest');
  answers = [page('c1', 'b', 'a'), page('c2', 'd', 'c', 'b'), page('c3', 'd', 'c', 'b')];
  await list.load();
  await list.arrive(true);
  expect(ids(list)).toEqual(['b', 'a']);
  expect(list.waiting).toBe(2);
  list.reveal();
  expect(ids(list)).toEqual(['d', 'c', 'b', 'a']);
  expect(list.waiting).toBe(0);
});

test('a first page leaves out what is gone, and keeps what lies beyond it', () => {
  const entries = (...of: string[]) => of.map((id) => ({ id, why: null }));
  const ids = (first: string[], whole: boolean, before: string[]) => merged(entries(...first), whole, entries(...before)).map(({ id }) => id);
  expect(ids(['e', 'c'], false, ['e', 'd', 'c', 'b', 'a'])).toEqual(['e', 'c', 'b', 'a']);
  expect(ids(['e'], true, ['e', 'd'])).toEqual(['e']);
  expect(ids([], true, ['e', 'd'])).toEqual([]);
  expect(ids(['z', 'y'], false, ['b', 'a'])).toEqual(['z', 'y']);
});

test('answers are fetched when they are opened, kept when they are folded, and counted', async () => {
  const list = new CommentList('p');
  posts.learn(post('p', { comment_count: 2 }));
  answers = [says({ comments: [comment('a', { reply_count: 1 })], next_cursor: null }), says({ comments: [comment('r', { parent_id: 'a' })], next_cursor: null })];
  await list.load();
  expect(list.answers('a').list).toEqual([]);
  await list.fold('a', true);
  await list.fold('a', false);
  await list.fold('a', true);
  expect(asked).toEqual(['GET /posts/p/comments', 'GET /comments/a/replies']);
  answers = [says(comment('s', { parent_id: 'a' }))];
  await list.say('s', comment('r', { parent_id: 'a' }));
  expect(list.answers('a').list.map(({ id }) => id)).toEqual(['r', 's']);
  expect(list.list[0]!.reply_count).toBe(2);
  expect(posts.of('p')?.comment_count).toBe(3);
  answers = [() => new Response(null, { status: 204 })];
  await list.remove(list.answers('a').list[0]!);
  expect(list.answers('a').list.map(({ id }) => id)).toEqual(['s']);
  expect(posts.of('p')?.comment_count).toBe(2);
});

test('a comment that was refused is not there, and its like is taken back', async () => {
  const list = new CommentList('p');
  answers = [says({ comments: [comment('a')], next_cursor: null }), refuses('comments_closed', 403), refuses('not_found', 404)];
  await list.load();
  await expect(list.say('no', null)).rejects.toThrow();
  expect(list.list).toHaveLength(1);
  await list.like(list.list[0]!, true);
  expect(list.list[0]).toMatchObject({ liked: false, like_count: 0 });
});

test('names, tags and addresses of a text lead on, and nothing else does', () => {
  const text = '🪁 hi @Gil, see #Kites and a#b, https://x.example/a#b.';
  const found = pieces(text, [{ at: 5, length: 4, account_id: 'g' }]);
  expect(found.map(({ text }) => text).join('')).toBe(text);
  expect(found.filter(({ href }) => href).map(({ text, href }) => [text, href])).toEqual([
    ['@Gil', '/u/gil'],
    ['#Kites', '/tags/kites'],
    ['https://x.example/a#b', 'https://x.example/a#b']
  ]);
});

test('of two answers to one question the later question has the last word, however they come', async () => {
  const waiting: ((answer: Response) => unknown)[] = [];
  const later = () => new Promise<Response>((resolve) => void waiting.push(resolve));
  for (const order of [[0, 1], [1, 0]] as const) {
    posts.clear();
    waiting.length = 0;
    answers = [later, later];
    const going = [posts.load('a'), posts.load('a')];
    await vi.waitFor(() => expect(waiting).toHaveLength(2));
    for (const n of order) {
      waiting[n]!(Response.json(post('a', { text: ['older', 'newer'][n]! })));
      await going[n];
    }
    expect(posts.of('a')?.text).toBe('newer');
  }
});

test('an answer to what was asked before one changed it, or left, is none', async () => {
  for (const [between, then] of [[() => posts.gone('a'), null], [() => posts.clear(), undefined], [() => posts.learn(post('a', { text: 'mine' })), 'mine']] as const) {
    let answer!: (response: Response) => unknown;
    answers = [() => new Promise<Response>((resolve) => (answer = resolve))];
    const going = posts.load('a');
    await vi.waitFor(() => expect(answer).toBeDefined());
    between();
    answer(Response.json(post('a', { text: 'theirs' })));
    await going;
    expect(posts.of('a')?.text ?? posts.of('a')).toBe(then);
  }
});

test('however often a post is told of while an answer is on its way, it is asked for once more', async () => {
  let answer!: (response: Response) => unknown;
  posts.learn(post('a'));
  answers = [() => new Promise<Response>((resolve) => (answer = resolve)), says(post('a', { text: 'last' }))];
  const going = Array.from({ length: 20 }, () => posts.heard('a', false));
  await vi.waitFor(() => expect(answer).toBeDefined());
  going.push(posts.heard('a', false));
  answer(Response.json(post('a', { text: 'first' })));
  await Promise.all(going);
  expect(asked).toEqual(['GET /posts/a', 'GET /posts/a']);
  expect(posts.of('a')?.text).toBe('last');
  answers = [says(post('a', { text: 'later' }))];
  await posts.heard('a', false);
  expect(posts.of('a')?.text).toBe('later');
});

test('screens are told also while more and more is told', () => {
  vi.useFakeTimers();
  const [all, screen] = [new ToldOfPosts(), vi.fn()];
  all.listen(screen);
  for (let n = 0; n < 20; n += 1) {
    all.tell();
    vi.advanceTimersByTime(100);
  }
  expect(screen.mock.calls.length).toBeGreaterThan(3);
  expect(screen.mock.calls.length).toBeLessThan(10);
  vi.useRealTimers();
});

test('a page of a list that was asked for before something newer was known changes nothing of that', async () => {
  const list = new PostList('/feed/latest');
  let answer!: (response: Response) => unknown;
  answers = [() => new Promise<Response>((resolve) => (answer = resolve))];
  const going = list.load();
  await vi.waitFor(() => expect(answer).toBeDefined());
  posts.learn(post('a', { text: 'newer' }));
  posts.gone('b');
  answer(Response.json({ posts: [post('a'), post('b'), post('c')], next_cursor: null }));
  await going;
  expect([posts.of('a')?.text, posts.of('b'), posts.of('c')?.text]).toEqual(['newer', null, 'c']);
});

test('a count that is newer than an answer on its way stands, with all else that the answer tells', async () => {
  let answer!: (response: Response) => unknown;
  posts.learn(post('a'));
  answers = [() => new Promise<Response>((resolve) => (answer = resolve)), says(post('a', { comment_count: 5 }))];
  const going = posts.load('a');
  await vi.waitFor(() => expect(answer).toBeDefined());
  posts.amend('a', { comment_count: 4 });
  expect(posts.of('a')?.comment_count).toBe(4);
  answer(Response.json(post('a', { text: 'else', comment_count: 3 })));
  await going;
  expect(posts.of('a')).toMatchObject({ text: 'else', comment_count: 4 });
  await posts.load('a');
  expect(posts.of('a')?.comment_count).toBe(5);
});
