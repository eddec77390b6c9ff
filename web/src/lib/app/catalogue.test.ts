import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const folder = new URL('../../../messages/', import.meta.url);
type Text = string | { match: Record<string, string> }[];

function read(locale: string, file: string): Record<string, Text> {
  const { $schema: _, ...texts } = JSON.parse(readFileSync(new URL(`${locale}/${file}`, folder), 'utf8')) as Record<string, Text>;
  return texts;
}
function sentences(text: Text): string[] {
  return typeof text === 'string' ? [text] : text.flatMap(({ match }) => Object.values(match));
}
function places(text: Text): string[] {
  return [...new Set(sentences(text).flatMap((sentence) => sentence.match(/\{\w+\}/g) ?? []))].sort();
}

const files = readdirSync(new URL('en/', folder));

test.each(files)('%s says the same things in both languages', (file) => {
  expect(Object.keys(read('es', file)).sort()).toEqual(Object.keys(read('en', file)).sort());
});

test.each(files)('%s puts the same things into the same sentences', (file) => {
  const [en, es] = [read('en', file), read('es', file)];
  for (const [key, text] of Object.entries(en)) expect([key, places(es[key] ?? '')]).toEqual([key, places(text)]);
});

test.each(files)('%s has no empty sentence, and never Oops', (file) => {
  for (const locale of ['en', 'es']) {
    for (const text of Object.values(read(locale, file)).flatMap(sentences)) {
      expect(text.trim()).not.toBe('');
      expect(text).not.toMatch(/\b(oops|ups|vaya)\b/i);
    }
  }
});
