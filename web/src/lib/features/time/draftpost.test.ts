import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Draft } from '#lib/live/store.ts';

const ROOM = '01a2153e-26b9-72ac-bfea-e6dbc990f137';
const NOW = Date.parse('2026-11-26T08:00:00Z');

type Told = { conversation_id: string; text: string; at: string };
let server: Told[] = [];
let puts: string[] = [];

/** The server, as docs/api.md says: what was written last stands, and a time to come counts as now. */
function fetched({ method, body }: RequestInit): Response {
  if (method === 'GET') return Response.json({ drafts: server });
  const { text, at } = JSON.parse(body as string) as { text: string; at: string };
  const told = { conversation_id: ROOM, text, at: new Date(Math.min(Date.parse(at), Date.now())).toISOString() };
  puts.push(text);
  if (!(server[0] && server[0].at >= told.at)) server = [told];
  return Response.json(server[0]);
}

async function post() {
  const { DraftPost } = await import('./draftpost.ts');
  const taken: string[] = [];
  const done: string[] = [];
  return { post: new DraftPost((draft) => taken.push(draft.text), (draft) => done.push(draft.text)), taken, done };
}

const draft = (text: string, ago = 0): Draft => ({ conversation_id: ROOM, text, at: Date.now() - ago, told: false });

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  vi.stubGlobal('localStorage', undefined);
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('fetch', async (_: string, init: RequestInit) => fetched(init));
  server = [];
  puts = [];
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('tells a draft once it rests, and an empty one at once', async () => {
  const { post: mine, done } = await post();
  await mine.meet();
  mine.wrote(draft('shall'));
  await vi.advanceTimersByTimeAsync(1_000);
  mine.wrote(draft('shall we'));
  await vi.advanceTimersByTimeAsync(1_900);
  expect(puts).toEqual([]);
  await vi.advanceTimersByTimeAsync(200);
  expect(puts).toEqual(['shall we']);
  mine.wrote(draft(''));
  await vi.advanceTimersByTimeAsync(0);
  expect([puts, done]).toEqual([['shall we', ''], ['shall we', '']]);
});

it('says nothing of what was sent before it was told', async () => {
  const { post: mine, done } = await post();
  await mine.meet();
  mine.wrote(draft('quick'));
  mine.wrote(draft(''));
  await vi.advanceTimersByTimeAsync(5_000);
  expect([puts, done]).toEqual([[], ['']]);
});

it('takes what was written later elsewhere, but not into what is being written here', async () => {
  const { post: mine, taken } = await post();
  mine.heard(draft('older', 5_000));
  mine.wrote(draft('mine'));
  mine.heard(draft('theirs', -1_000));
  expect(taken).toEqual(['older']);
  await vi.advanceTimersByTimeAsync(2_000);
  mine.heard(draft('theirs, later', -1_000));
  mine.heard(draft('theirs, from before', 60_000));
  expect([taken, puts]).toEqual([['older', 'theirs, later'], ['mine']]);
});

it('is met again: what was written elsewhere meanwhile comes, what was emptied here goes', async () => {
  const { post: mine, taken } = await post();
  server = [{ conversation_id: ROOM, text: 'of yesterday', at: new Date(NOW - 86_400_000).toISOString() }];
  mine.recall([draft('', 60_000)]);
  await mine.meet();
  await vi.advanceTimersByTimeAsync(0);
  expect([taken, server[0]!.text]).toEqual([[], '']);
});
