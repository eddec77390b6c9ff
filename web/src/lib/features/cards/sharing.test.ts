// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import type { Conversation } from '#lib/api/types.ts';
import { cardAt, hrefOf } from './address.ts';
import { closest } from './sharing.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const POST = '01900000-0000-7000-8000-000000000001';
const head = (id: string, last_n: number, days: number, more: Partial<Conversation> = {}) =>
  ({ id, last_n, active_at: new Date(NOW - days * 86_400_000).toISOString(), state: 'accepted', sending: 'open', ...more }) as Conversation;

describe('whom I talk to most', () => {
  test('much and of late come first; where I may not write is left out', () => {
    const heads = [head('one word today', 1, 0), head('much last week', 300, 7), head('much today', 300, 0), head('much long ago', 5_000, 90),
      head('left', 900, 0, { sending: 'closed' }), head('a request', 1, 0, { state: 'request' })];
    expect(closest(heads, NOW, 3).map(({ id }) => id)).toEqual(['much today', 'much last week', 'one word today']);
  });
});

describe('the address of a post', () => {
  test.each([
    [`${location.origin}/p/${POST}`, { post_id: POST }],
    [` ${location.origin}/p/${POST}/ `, { post_id: POST }],
    [`${location.origin}/p/${POST}?t=14`, { post_id: POST, at_ms: 14_000 }],
    [`${location.origin}/p/${POST}?t=1e9`, { post_id: POST }],
    [`${location.origin}/p/${POST}?t=Infinity`, { post_id: POST }],
    [`${location.origin}/watch/${POST}`, { post_id: POST }]
  ])('%s', (said, card) => expect(cardAt(said)).toEqual(card));

  test.each([`look: ${location.origin}/p/${POST}`, `https://elsewhere.example/p/${POST}`, `${location.origin}/p/1`, `${location.origin}/u/ana`, '', 'hello'])(
    'is not: %s',
    (said) => expect(cardAt(said)).toBeNull()
  );

  test('leads to the moment', () => {
    expect([hrefOf({ post_id: POST }), hrefOf({ post_id: POST, at_ms: 14_900 })]).toEqual([`/p/${POST}`, `/p/${POST}?t=14`]);
  });
});
