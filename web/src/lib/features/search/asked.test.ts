import { expect, test } from 'vitest';
import { askedIn, asksForSomething, marked } from './asked.ts';

test('words are words, and what is typed with a colon narrows them', () => {
  expect(askedIn('  lake  from:@Chidi has:link house ')).toEqual({ words: 'lake house', from: 'chidi', has: 'link', before: null, after: null });
});

test('what only looks like it stays a word', () => {
  for (const word of ['has:love', 'before:yesterday', 'after:2026-13-45', 'from:', 'https://example.org', 'to:ana']) {
    expect(askedIn(word)).toMatchObject({ words: word, from: null, has: null, before: null, after: null });
  }
});

test('a day is the whole of it, where the reader is', () => {
  const { before, after } = askedIn('before:2026-11-02 after:2026-11-01');
  expect(before).toBe(new Date(2026, 10, 2).toISOString());
  expect(Date.parse(after!)).toBe(new Date(2026, 10, 1).getTime() + 86_400_000);
});

test('a date alone finds nothing', () => {
  expect(asksForSomething(askedIn('before:2026-11-02'))).toBe(false);
  expect(asksForSomething(askedIn('has:poll'))).toBe(true);
  expect(askedIn('has:Post').has).toBe('card');
});

test('what begins with a word is marked, without case and accents', () => {
  expect(marked('See you at the Lake, Zoë!', 'lake zoe')).toEqual([
    { text: 'See you at the ', hit: false },
    { text: 'Lake', hit: true },
    { text: ', ', hit: false },
    { text: 'Zoë', hit: true },
    { text: '!', hit: false }
  ]);
  expect(marked('a snowflake', 'lake').some(({ hit }) => hit)).toBe(false);
});

test('a long text begins near what was found, and ends', () => {
  const parts = marked(`${'word '.repeat(100)}needle ${'word '.repeat(100)}`, 'needle');
  expect(parts[0]!.text.startsWith('…')).toBe(true);
  expect(parts.some(({ text, hit }) => hit && text === 'needle')).toBe(true);
  expect(parts.map(({ text }) => text).join('').length).toBeLessThan(200);
});
