import { afterEach, expect, test, vi } from 'vitest';
import { api, ApiError, call, NetworkError, user, whenAnswered } from './client.ts';

const asked: Request[] = [];

/** The next answers of a server, in order; an Error is no answer at all. */
function answers(...given: (Response | Error)[]): void {
  asked.length = 0;
  vi.stubGlobal('fetch', async (address: string, init: RequestInit) => {
    asked.push(new Request(`http://here${address}`, init));
    init.signal?.throwIfAborted();
    const next = given.shift();
    if (!next || next instanceof Error) throw next ?? new Error('asked too often');
    return next;
  });
}
const problem = (status: number, data: object): Response =>
  new Response(JSON.stringify(data), { status, headers: { 'Content-Type': 'application/problem+json' } });

afterEach(() => vi.unstubAllGlobals());

test('every request says that it comes from the web client', async () => {
  answers(Response.json({ people: [] }));
  await api.get('/people', { q: 'ana & ben', cursor: null });
  expect(asked[0]?.headers.get('X-Paperplane-Web')).toBe('1');
  expect(asked[0]?.url).toBe('http://here/api/v1/people?q=ana+%26+ben');
});

test('a refusal carries its code and its data', async () => {
  answers(problem(409, { title: 'Somebody has this handle already.', status: 409, code: 'handle_taken', field: 'handle' }));
  const refused = await api.put('/me/handle', { handle: 'ana' }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ApiError);
  expect(refused).toMatchObject({ code: 'handle_taken', status: 409, data: { field: 'handle' } });
});

test('a refusal without a problem object is still a refusal', async () => {
  answers(new Response('<html>', { status: 500, headers: { 'Content-Type': 'text/html' } }));
  await expect(api.get('/me')).rejects.toMatchObject({ name: 'ApiError', status: 500, code: 'unknown' });
});

test.each([new TypeError('fetch failed'), new Response('', { status: 502 }), new Response('', { status: 504 })])(
  'no answer is not a refusal',
  async (answer) => {
    const heard: boolean[] = [];
    whenAnswered((reached) => heard.push(reached));
    answers(answer);
    await expect(api.get('/me')).rejects.toBeInstanceOf(NetworkError);
    expect(heard).toEqual([false]);
  }
);

test('what was given up is neither a refusal nor a lost network', async () => {
  const heard: boolean[] = [];
  whenAnswered((reached) => heard.push(reached));
  answers(Response.json({}));
  const gone = AbortSignal.abort();
  await expect(call('GET', '/people', { signal: gone })).rejects.toMatchObject({ name: 'AbortError' });
  expect(heard).toEqual([]);
});

test('an answer without a body is nothing', async () => {
  answers(new Response(null, { status: 204 }), new Response(null, { status: 202 }));
  expect(await api.delete('/me/devices')).toBeUndefined();
  expect(await api.post('/password-resets', { login: 'ana' })).toBeUndefined();
});

test('a handle cannot leave its place in the address', () => {
  expect(user('../me')).toBe('/users/..%2Fme');
});
