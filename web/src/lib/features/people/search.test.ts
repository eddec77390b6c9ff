// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PeopleSearch } from './search.svelte.ts';

let asked: { q: string; answer: (handles: string[]) => void; signal: AbortSignal | null | undefined }[];
const relation = {
  following: 'no',
  followed_by: false,
  friends: false,
  blocking: false,
  muting: false,
  close_friend: false,
  requests_you: false
};

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  vi.stubGlobal('fetch', (address: string, { signal }: RequestInit) => {
    const q = new URL(address, 'http://here').searchParams.get('q') ?? '';
    return new Promise<Response>((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as Error));
      const answer = (handles: string[]): void =>
        resolve(
          Response.json({
            people: handles.map((handle) => ({ person: { id: handle, handle, display_name: handle, avatar: null }, relation }))
          })
        );
      asked.push({ q, answer, signal });
    });
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('typing fast asks once', async () => {
  const search = new PeopleSearch();
  for (const words of ['f', 'fa', 'fat']) search.ask(words);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked.map(({ q }) => q)).toEqual(['fat']);
});

test('the @ before a handle is not searched for', async () => {
  const search = new PeopleSearch();
  search.ask('@fatou');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked[0]?.q).toBe('fatou');
});

test('an old answer never replaces a newer question', async () => {
  const search = new PeopleSearch();
  search.ask('an');
  await vi.advanceTimersByTimeAsync(1_000);
  search.ask('fat');
  await vi.advanceTimersByTimeAsync(1_000);
  asked[1]?.answer(['fatou']);
  await vi.advanceTimersByTimeAsync(0);
  asked[0]?.answer(['ana']);
  await vi.advanceTimersByTimeAsync(0);
  expect(search.found.map(({ person }) => person.handle)).toEqual(['fatou']);
  expect(search.problem).toBeNull();
});

test('an emptied box shows nobody, whatever is still on its way', async () => {
  const search = new PeopleSearch();
  search.ask('an');
  await vi.advanceTimersByTimeAsync(1_000);
  search.ask('');
  asked[0]?.answer(['ana']);
  await vi.advanceTimersByTimeAsync(0);
  expect(search.found).toEqual([]);
});
