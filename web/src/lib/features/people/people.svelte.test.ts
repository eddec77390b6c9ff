// @vitest-environment happy-dom
import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ProfileView } from '#lib/features/profile/profiles.svelte.ts';
import { PeopleList } from './people.svelte.ts';

const relation = { following: 'no', followed_by: false, friends: false, blocking: false, muting: false, close_friend: false, requests_you: false };
const listed = (handle: string): object => ({ person: { id: handle, handle, display_name: handle, avatar: null }, relation });
let asked: string[];
let answers: (() => Response)[];

beforeEach(() => {
  asked = [];
  answers = [];
  vi.stubGlobal('fetch', async (address: string) => {
    asked.push(address);
    return (answers.shift() ?? (() => new Response('', { status: 502 })))();
  });
});
afterEach(() => vi.unstubAllGlobals());

const page = (next_cursor: string | null, ...handles: string[]) => () => Response.json({ people: handles.map(listed), next_cursor });
const handles = (list: PeopleList): string[] => list.people.map(({ person }) => person.handle);

test('pages follow one another until there is none', async () => {
  const list = new PeopleList('/users/ana/followers');
  answers = [page('c1', 'ben', 'chidi'), page(null, 'dana')];
  await list.load();
  expect(list.whole).toBe(false);
  await list.more();
  expect(handles(list)).toEqual(['ben', 'chidi', 'dana']);
  expect(list.whole).toBe(true);
  await list.more();
  expect(asked).toEqual(['/api/v1/users/ana/followers', '/api/v1/users/ana/followers?cursor=c1']);
});

test('a list that is there stays when it cannot be brought up to date', async () => {
  const list = new PeopleList('/me/friends');
  answers = [page(null, 'ben')];
  await list.load();
  await list.load();
  expect(handles(list)).toEqual(['ben']);
  expect(list.state).toBe('ready');
});

test('a first page that does not come is a failure', async () => {
  const list = new PeopleList('/me/friends');
  await list.load();
  expect(list.state).toBe('failed');
});

test('an effect that loads a list or a profile asks once', async () => {
  const list = new PeopleList('/me/friends');
  const view = new ProfileView('ben');
  const profile = { ...(listed('ben') as { person: object }).person, relation, follower_count: 0 };
  answers = Array.from({ length: 9 }, (_, at) => (at % 2 ? () => Response.json(profile) : page(null, 'ben')));
  const stop = $effect.root(() => {
    $effect(() => (void list.load(), void view.load()));
  });
  for (let turn = 0; turn < 20; turn += 1) {
    flushSync();
    await new Promise((resolve) => setTimeout(resolve));
  }
  stop();
  expect(asked).toEqual(['/api/v1/me/friends', '/api/v1/users/ben']);
  expect(view.state).toBe('ready');
});
