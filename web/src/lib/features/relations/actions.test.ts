// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Relation } from '#lib/api/types.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { answerRequest, block, follow, unfollow } from './actions.ts';
import { relations } from './relations.svelte.ts';

const follower: Relation = {
  following: 'no',
  followed_by: true,
  friends: false,
  blocking: false,
  muting: true,
  close_friend: false,
  requests_you: false
};
let answer: (response: Response) => void;
let asked: string[];

beforeEach(() => {
  asked = [];
  vi.stubGlobal('fetch', (address: string, init: RequestInit) => {
    asked.push(`${init.method} ${address}`);
    return new Promise<Response>((resolve) => (answer = resolve));
  });
  relations.learn('chidi', follower);
  toasts.dismiss();
});
afterEach(() => vi.unstubAllGlobals());

const refused = (): Response =>
  new Response(JSON.stringify({ title: 'That was too much at once.', status: 429, code: 'rate_limited' }), {
    status: 429,
    headers: { 'Content-Type': 'application/problem+json' }
  });

test('a follow shows before the server answers, and becomes what it answers', async () => {
  const done = follow('chidi');
  expect(relations.of('chidi')).toEqual({ ...follower, following: 'yes', friends: true });
  answer(Response.json({ ...follower, following: 'requested' }));
  expect(await done).toBe(true);
  expect(relations.of('chidi').following).toBe('requested');
  expect(asked).toEqual(['PUT /api/v1/users/chidi/follow']);
});

test('a refused follow leaves everything as it was, and says so', async () => {
  const done = follow('chidi');
  answer(refused());
  expect(await done).toBe(false);
  expect(relations.of('chidi')).toEqual(follower);
  expect(toasts.current?.text).toBeTruthy();
});

test('a refusal does not take back what came after it', async () => {
  const first = follow('chidi');
  const refuseFirst = answer;
  const newer: Relation = { ...follower, following: 'yes', friends: true, muting: false };
  relations.learn('chidi', newer);
  refuseFirst(refused());
  await first;
  expect(relations.of('chidi')).toEqual(newer);
});

test('whoever is blocked neither follows nor is followed', async () => {
  relations.learn('chidi', { ...follower, following: 'yes', friends: true, close_friend: true });
  const done = block('chidi');
  expect(relations.of('chidi')).toMatchObject({ blocking: true, following: 'no', followed_by: false, friends: false, close_friend: false });
  answer(refused());
  await done;
  expect(relations.of('chidi').close_friend).toBe(true);
});

test('unfollowing ends the friendship and the close friendship', () => {
  relations.learn('chidi', { ...follower, following: 'yes', friends: true, close_friend: true });
  void unfollow('chidi');
  expect(relations.of('chidi')).toMatchObject({ following: 'no', friends: false, close_friend: false, followed_by: true });
});

test('accepting a request makes a friend only of whom I follow', () => {
  relations.learn('chidi', { ...follower, followed_by: false, requests_you: true });
  void answerRequest('chidi', true);
  expect(relations.of('chidi')).toMatchObject({ requests_you: false, followed_by: true, friends: false });
});

test('ignoring a request lets nobody in', () => {
  relations.learn('chidi', { ...follower, followed_by: false, requests_you: true });
  void answerRequest('chidi', false);
  expect(relations.of('chidi')).toMatchObject({ requests_you: false, followed_by: false });
});
