// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError, NetworkError } from '#lib/api/client.ts';
import type { Comment, Me, Post } from '#lib/api/types.ts';
import { session } from '#lib/app/session.svelte.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { CommentList } from '#lib/features/posts/comments.svelte.ts';
import { posts } from '#lib/features/posts/posts.svelte.ts';
import { Asking } from './asking.ts';
import { joined, placed } from './fold.ts';
import { order } from './settings.svelte.ts';

let asked: string[];
let answers: unknown[];
/** Of each test its own: what one has left to be asked takes no answer from the next. */
let post = '';
let count = 0;

beforeEach(() => {
  post = `p${(count += 1)}`;
  asked = [];
  answers = [];
  posts.clear();
  toasts.dismiss();
  vi.stubGlobal('fetch', async (address: string, { method }: { method: string }) => {
    if (address.includes('/posts/') && !address.includes(`/posts/${post}`)) return new Response(null, { status: 204 });
    asked.push(`${method} ${address.replace('/api/v1', '')}`);
    const answer = answers.shift();
    return answer === undefined ? new Response(null, { status: 204 }) : answer instanceof Response ? answer : Response.json(answer);
  });
});
afterEach(() => vi.unstubAllGlobals());
vi.setConfig({ testTimeout: 30_000 });

/** However long the machine takes. */
const until = (check: () => unknown) => vi.waitFor(check, { timeout: 20_000, interval: 20 });
/** Named by when it was said: c9 after c1. */
const said = (id: string, change: Partial<Comment> = {}) =>
  ({ id, created_at: id, parent_id: null, reply_count: 0, like_count: 0, pinned: false, is_mine: false, state: 'shown', text: id, ...change }) as Comment;
const answer = (id: string) => said(id, { parent_id: 'c1' });
const ids = (list: readonly Comment[]) => list.map(({ id }) => id).join(' ');

async function shown(next_cursor: string | null, ...comments: Comment[]): Promise<CommentList> {
  const list = new CommentList(post);
  answers = [{ comments, next_cursor, waiting: 0 }];
  await list.load();
  return list;
}

test('what is told is folded in: new, changed, gone, pinned; each stands there once', async () => {
  const list = await shown(null, said('c3'), said('c2'), said('c1'));
  list.foldIn(['c4', 'c2', 'c3'], [said('c4'), said('c2', { text: 'else', like_count: 2 })]);
  expect(ids(list.list)).toBe('c4 c2 c1');
  expect(list.list[1]).toMatchObject({ text: 'else', like_count: 2 });
  expect(list.fresh.has('c4') && !list.fresh.has('c2')).toBe(true);
  list.foldIn(['c1'], [said('c1', { pinned: true })]);
  list.foldIn(['c2'], [said('c2', { pinned: true })]);
  expect(list.list.map(({ id, pinned }) => `${id}${pinned ? '!' : ''}`).join(' ')).toBe('c2! c4 c1');
  list.foldIn(['c2'], [said('c2')]);
  list.foldIn(['c4', 'c4'], [said('c4')]);
  expect(ids(list.list)).toBe('c4 c2 c1');
});

test('what comes while one reads further down waits above, and what is gone waits no more', async () => {
  const list = await shown('next', said('c3'), said('c2'));
  list.away = true;
  list.foldIn(['c4', 'c5', 'c6'], [said('c4'), said('c5'), said('c6', { is_mine: true })]);
  expect([ids(list.list), ids(list.arrived)]).toEqual(['c6 c3 c2', 'c5 c4']);
  list.foldIn(['c4', 'c1'], [said('c1')]);            // c1 stands on a page that is not there yet
  list.reveal();
  expect([ids(list.list), ids(list.arrived)]).toEqual(['c6 c5 c3 c2', '']);
});

test('answers come where they are unfolded; else only how many there are', async () => {
  const list = await shown(null, said('c1', { reply_count: 1 }));
  list.foldIn(['r2', 'c1'], [answer('r2'), said('c1', { reply_count: 2 })]);
  expect([list.answers('c1').list, list.list[0]!.reply_count]).toEqual([[], 2]);
  answers = [{ comments: [answer('r1'), answer('r2')], next_cursor: null }];
  await list.fold('c1', true);
  list.foldIn(['r4', 'r3', 'r1', 'c1'], [answer('r4'), answer('r3'), said('c1', { reply_count: 3 })]);
  expect(ids(list.answers('c1').list)).toBe('r2 r3 r4');
});

test('what came to a thread while it was folded is there when it is unfolded', async () => {
  const list = await shown(null, said('c1', { reply_count: 1 }));
  answers = [{ comments: [answer('r1')], next_cursor: null }];
  await list.fold('c1', true);
  await list.fold('c1', false);
  list.foldIn(['r1'], [answer('r1')]);
  await list.fold('c1', true);
  expect(asked).toHaveLength(2);
  await list.fold('c1', false);
  list.foldIn(['r2', 'c1'], [answer('r2'), said('c1', { reply_count: 2 })]);
  answers = [{ comments: [answer('r1'), answer('r2')], next_cursor: null }];
  await list.fold('c1', true);
  expect(ids(list.answers('c1').list)).toBe('r1 r2');
});

test('after an absence a folded thread is fetched anew when it is unfolded', async () => {
  const list = await shown(null, said('c1', { reply_count: 1 }));
  answers = [{ comments: [answer('r1')], next_cursor: null }];
  await list.fold('c1', true);
  await list.fold('c1', false);
  answers = [{ comments: [said('c1', { reply_count: 2 })], next_cursor: null, waiting: 0 }, { id: post }];
  list.heard(null);
  await until(() => expect(asked).toContain(`GET /posts/${post}`));
  await until(() => expect(list.answers('c1').list).toEqual([]));
  answers = [{ comments: [answer('r1'), answer('r2')], next_cursor: null }];
  await list.fold('c1', true);
  expect(ids(list.answers('c1').list)).toBe('r1 r2');
});

test('answers that were on their way when something came to the folded thread are not taken for all', async () => {
  const list = await shown(null, said('c1', { reply_count: 2 }));
  const waiting: ((found: Response) => unknown)[] = [];
  vi.stubGlobal('fetch', () => new Promise((resolve) => void waiting.push(resolve)));
  const going = [list.fold('c1', true)];
  await until(() => expect(waiting).toHaveLength(1));
  await list.fold('c1', false);
  list.foldIn(['r2'], [answer('r2')]);
  going.push(list.fold('c1', true));
  await until(() => expect(waiting).toHaveLength(2));
  waiting[0]!(Response.json({ comments: [answer('r1')], next_cursor: null }));
  await going[0];
  waiting[1]!(Response.json({ comments: [answer('r1'), answer('r2')], next_cursor: null }));
  await going[1];
  expect(ids(list.answers('c1').list)).toBe('r1 r2');
});

test('of two questions for the first page the later one counts, and what came meanwhile stands', async () => {
  const waiting: ((found: Response) => unknown)[] = [];
  vi.stubGlobal('fetch', () => new Promise((resolve) => void waiting.push(resolve)));
  const list = new CommentList(post);
  const page = (...comments: Comment[]) => Response.json({ comments, next_cursor: null, waiting: 0 });
  const going = [list.load(), list.load()];
  await until(() => expect(waiting).toHaveLength(2));
  list.foldIn(['c3', 'c1'], [said('c3')]);
  waiting[1]!(page(said('c2'), said('c1')));
  await going[1];
  expect(ids(list.list)).toBe('c3 c2');
  waiting[0]!(page(said('c1')));
  await going[0];
  expect(ids(list.list)).toBe('c3 c2');
});

test('what is hidden or waits was not counted, and is not counted down', async () => {
  posts.learn({ id: post, comment_count: 2 } as Post);
  const list = await shown(null, said('c3', { state: 'waiting' }), said('c2', { state: 'hidden' }), said('c1', { reply_count: 1 }));
  await list.remove(list.list[0]!);
  await list.remove(list.list[0]!);
  expect(posts.of(post)?.comment_count).toBe(2);
  await list.remove(list.list[0]!);
  expect(posts.of(post)?.comment_count).toBe(0);
});

test('what was told before the answer to one’s own comment came is not counted twice', async () => {
  posts.learn({ id: post, comment_count: 1 } as Post);
  const list = await shown(null, said('c1'));
  let come: (made: Response) => void = () => undefined;
  vi.stubGlobal('fetch', (address: string) => (address.includes('/now') ? Promise.resolve(Response.json({ comments: [said('c2')], comment_count: 2, waiting: 0 })) : new Promise((resolve) => (come = resolve))));
  const going = list.say('c2', null);
  list.heard(['c2']);
  await until(() => expect(posts.of(post)?.comment_count).toBe(2));
  come(Response.json(said('c2')));
  await going;
  expect([ids(list.list), posts.of(post)?.comment_count]).toEqual(['c2 c1', 2]);
});

test('many words are one question, of so many at most; of all, all is asked', async () => {
  const questions: (string[] | null)[] = [];
  const asking = new Asking(async (some) => void questions.push(some), () => undefined);
  for (let n = 0; n < 40; n += 1) asking.soon([`c${n % 35}`]);
  await until(() => expect(questions.map((some) => some?.length)).toEqual([30, 5]));
  asking.soon(['c1']);
  asking.soon(null);
  asking.soon(['c2']);
  await until(() => expect(questions.slice(2)).toEqual([null]));
});

test('what could not be asked for is asked for again, with what was told meanwhile; not for ever, and not what is gone', async () => {
  vi.useFakeTimers();
  const problem = (status: number) => new ApiError({ type: 'about:blank', title: '', status, code: 'x' });
  const questions: (string[] | null)[] = [];
  let troubles = [problem(503), problem(429), new NetworkError('no answer')];
  const gone = vi.fn();
  const asking = new Asking(async (some) => {
    questions.push(some);
    const trouble = troubles.shift();
    if (trouble) throw trouble;
  }, gone);
  asking.soon(['c1']);
  await vi.advanceTimersByTimeAsync(400);
  asking.soon(['c2']);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(questions).toEqual([['c1'], ['c1', 'c2'], ['c1', 'c2'], ['c1', 'c2']]);
  questions.length = 0;
  troubles = Array.from({ length: 50 }, () => problem(500));
  asking.soon(null);
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(questions.length).toBeLessThan(12);
  troubles = [problem(404)];
  questions.length = 0;
  asking.soon(['c3']);
  await vi.advanceTimersByTimeAsync(100_000);
  expect([questions, gone.mock.calls.length]).toEqual([[['c3']], 1]);
  vi.useRealTimers();
});

test('a first page that is fetched again leaves out what is gone, and keeps what lies beyond it', () => {
  const of = (...some: string[]) => some.map((id) => said(id));
  expect(ids(joined(of('c6', 'c5'), false, of('c6', 'c5', 'c4', 'c3')))).toBe('c6 c5 c4 c3');
  expect(ids(joined(of('c6', 'c4'), false, of('c6', 'c5', 'c4', 'c3')))).toBe('c6 c4 c3');
  expect(ids(joined(of('c6'), true, of('c6', 'c5')))).toBe('c6');
  expect(ids(placed(of('c3', 'c1'), said('c2')))).toBe('c3 c2 c1');
});

test('what is deleted goes at once, and its notice takes it back', async () => {
  const list = await shown(null, said('c2'), said('c1', { is_mine: true }));
  await list.remove(list.list[1]!);
  expect(ids(list.list)).toBe('c2');
  answers = [new Response(null, { status: 204 }), { comments: [said('c1')], comment_count: 2, waiting: 0 }];
  toasts.current?.action?.act();
  await until(() => expect(ids(list.list)).toBe('c2 c1'));
  expect(asked.slice(1)).toEqual(['DELETE /comments/c1', 'POST /comments/c1/restore', `GET /posts/${post}/comments/now?ids=c1`]);
});

test('to hide what waits is taken back by letting it wait, and never by showing it', async () => {
  const list = await shown(null, said('c1', { state: 'waiting', can_moderate: true }));
  answers = [said('c1', { state: 'hidden' })];
  await list.put(list.list[0]!, 'hidden');
  answers = [said('c1', { state: 'waiting' })];
  toasts.current?.action?.act();
  await until(() => expect(asked).toContain('PUT /comments/c1/waiting'));
  expect(asked.some((one) => one.startsWith('DELETE'))).toBe(false);
});

test('a word that is no use is named before it is sent, or as the server has it', async () => {
  order.wish = { approve_first: false, filter_words: ['spam'] };
  expect(await order.add(' … ')).toBe('There is no word in this.');
  expect(await order.add('x'.repeat(101))).toBe('A word or phrase has at most 100 characters.');
  expect(asked).toEqual([]);
  answers = [{ approve_first: false, filter_words: ['spam'] }];
  expect(await order.add('SPÁM')).toBe('This is on the list already.');
  answers = [{ approve_first: false, filter_words: ['spam', 'ham'] }];
  expect(await order.add('Ham')).toBeNull();
});

test('how one account keeps order is not shown to the next', async () => {
  const waiting: ((found: Response) => unknown)[] = [];
  session.update({ id: 'ana' } as Me);
  vi.stubGlobal('fetch', () => new Promise((resolve) => void waiting.push(resolve)));
  const going = order.load();
  await until(() => expect(waiting).toHaveLength(1));
  await session.ended();
  session.update({ id: 'ben' } as Me);
  waiting[0]!(Response.json({ approve_first: true, filter_words: ['of ana'] }));
  await going;
  expect(order.wish).toBeNull();
  await session.ended();
});
