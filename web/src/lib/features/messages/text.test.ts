import { expect, test } from 'vitest';
import { firstLine, isBlank, isOnlyEmoji, piecesOf } from './text.ts';

const links = (text: string) => piecesOf(text).filter((piece) => piece.href);

test('addresses become links, and the pieces are still the text', () => {
  const text = 'See https://example.org/a?b=c, or example.com. Ask ana@example.net!';
  expect(links(text).map(({ href }) => href)).toEqual(['https://example.org/a?b=c', 'https://example.com', 'mailto:ana@example.net']);
  expect(piecesOf(text).map(({ text: piece }) => piece).join('')).toBe(text);
});

test.each([
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  '<img src=x onerror=alert(1)>',
  'JaVaScRiPt://example.com/%0aalert(1)'
])('%s leads nowhere dangerous', (text) => {
  for (const { href } of links(text)) expect(href).toMatch(/^https?:\/\//);
  expect(piecesOf(text).map(({ text: piece }) => piece).join('')).toBe(text);
});

test('a text without an address is one piece', () => {
  expect(piecesOf('The stove is lit')).toEqual([{ text: 'The stove is lit', href: null }]);
});

test.each(['🚀', '❤️', '👩‍👩‍👧', '🇪🇸', '😂😂😂', '👍🏽 👍🏽', '1️⃣'])('%s is only emoji', (text) => {
  expect(isOnlyEmoji(text)).toBe(true);
});

test.each(['', '12', '#', 'ok 👍', '😂😂😂😂', ':-)', '©'.repeat(4)])('%s is not', (text) => {
  expect(isOnlyEmoji(text)).toBe(false);
});

test('a list shows one line', () => {
  expect(firstLine('  The stove\n\n is   lit ')).toBe('The stove is lit');
});

test('a line of a list has no signs of Markdown, and keeps what only looks like them', () => {
  expect(firstLine('bring **both** boats, _I think_\n- `blue`')).toBe('bring both boats, I think - blue');
  for (const plain of ['2*3*4', 'snake_case_name', '* * *', 'a ** b', '**', 'f(_)']) expect(firstLine(plain)).toBe(plain);
});

test('what nobody can see is nothing', () => {
  expect(['', ' \n\t', '\u200b\u2060\u3164', '\ufeff', '\ufe0f\u034f'].map(isBlank)).toEqual([true, true, true, true, true]);
  expect(['.', '\u200b.', '🚀', '\ue000'].map(isBlank)).toEqual([false, false, false, false]);
});
