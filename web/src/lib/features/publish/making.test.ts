// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '#lib/api/client.ts';
import type { Post } from '#lib/api/types.ts';
import type { KeptPost } from '#lib/live/posting.ts';
import { make } from './making.ts';

let asked: [string, Record<string, unknown> | null][];
let answers: Response[];

beforeEach(() => {
  [asked, answers] = [[], []];
  vi.stubGlobal('fetch', async (address: string, { method, body }: { method: string; body?: string }) => {
    asked.push([`${method} ${address.replace('/api/v1', '')}`, body ? JSON.parse(body) : null]);
    return answers.shift() ?? Response.json({ id: 'p' });
  });
});
afterEach(() => vi.unstubAllGlobals());

const wish = (change: Partial<KeptPost['request']> = {}): KeptPost['request'] => ({ client_id: 'c', kind: 'photos', text: 'hi', media: [{ media_id: 'm', alt: '' }], ...change });
const late = () => Response.json({ code: 'published', status: 409, title: 'late' }, { status: 409, headers: { 'Content-Type': 'application/problem+json' } });
const there = (...media: string[]) => Response.json({ id: 'p', state: 'published', text: 'hi', audience: 'friends', media: media.map((media_id) => ({ media_id })) } as unknown as Post);
const inMinutes = (minutes: number) => new Date(Date.now() + 60_000 * minutes).toISOString();

test('a draft that was posted by an answer that never came is that post, with its words', async () => {
  answers = [late(), there('m')];
  expect((await make(wish({ draft: false, audience: 'friends' }), 'p')).id).toBe('p');
  expect(asked.map(([what]) => what)).toEqual(['PATCH /posts/p', 'GET /posts/p']);
});

test('what was published in other words, or narrowed, is not changed from here', async () => {
  for (const change of [{ text: 'else' }, { audience: 'everyone' as const }]) {
    answers = [late(), there('m')];
    await expect(make(wish({ draft: false, ...change }), 'p')).rejects.toMatchObject({ code: 'published' });
  }
  expect(asked.map(([what]) => what)).toEqual(['PATCH /posts/p', 'GET /posts/p', 'PATCH /posts/p', 'GET /posts/p']);
});

test('what was published with other files meanwhile is not taken for this', async () => {
  for (const others of [['other'], [], ['m', 'n']]) {
    answers = [late(), there(...others)];
    await expect(make(wish({ draft: false }), 'p')).rejects.toBeInstanceOf(ApiError);
  }
  expect(asked).toHaveLength(6);
});

test('other words for what there is to see are not lost where it was published without them', async () => {
  answers = [late(), there('m')];
  await expect(make(wish({ draft: false, media: [{ media_id: 'm', alt: 'a kite' }] }), 'p')).rejects.toMatchObject({ code: 'published' });
  expect(asked).toHaveLength(2);
});

test('a draft whose time came while its files were on their way is posted, and does not stay a draft', async () => {
  await make(wish({ publish_at: inMinutes(-5) }), 'p');
  expect(asked[0]![1]).toMatchObject({ draft: false });
  expect(asked[0]![1]).not.toHaveProperty('publish_at');
  await make(wish({ draft: true }), 'p');
  expect(asked[1]![1]).toMatchObject({ draft: true });
  const publish_at = inMinutes(60);
  await make(wish({ publish_at }), 'p');
  expect(asked[2]![1]).toMatchObject({ publish_at });
  expect(asked[2]![1]).not.toHaveProperty('draft');
  await make(wish({ publish_at: inMinutes(-5) }));
  expect(asked[3]![1]).not.toHaveProperty('publish_at');
  expect(asked[3]![1]).not.toHaveProperty('draft');
});
