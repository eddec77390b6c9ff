// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import { USUAL } from '#lib/api/sizes.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
  localStorage.clear();
});

async function limitsOf(answer: () => Promise<Response>) {
  vi.stubGlobal('fetch', vi.fn(answer));
  return (await import('./limits.svelte.ts')).limits;
}
const told = async () => new Response(JSON.stringify({ sizes: { text_chars: 90 } }), { headers: { 'content-type': 'application/json' } });
const away = async () => Promise.reject(new TypeError('away'));

test('what the server allows is known once it is asked, and without it from the last time', async () => {
  const first = await limitsOf(told);
  expect(first.sizes).toEqual(USUAL);
  expect(await first.ask()).toEqual({ ...USUAL, text_chars: 90 });
  vi.resetModules();
  const second = await limitsOf(away);
  expect((await second.ask()).text_chars).toBe(90);
});

test('it is asked once, and again where it was away', async () => {
  const limits = await limitsOf(away);
  await limits.ask();
  vi.stubGlobal('fetch', vi.fn(told));
  await Promise.all([limits.ask(), limits.ask()]);
  await limits.ask();
  expect(limits.sizes.text_chars).toBe(90);
  expect(fetch).toHaveBeenCalledTimes(1);
});

test.each(['{', 'null', '7'])('what is kept and makes no sense, %s, is not used', async (kept) => {
  localStorage.setItem('paperplane:sizes', kept);
  expect((await limitsOf(away)).sizes).toEqual(USUAL);
});
