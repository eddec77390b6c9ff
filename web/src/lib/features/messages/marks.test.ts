import fc from 'fast-check';
import { expect, test } from 'vitest';
import { treeOf, type Block, type Inline } from './marks.ts';

const said = (of: Inline[]): string => of.map((one) => ('of' in one ? said(one.of) : one.text)).join('');
const drawn = (blocks: Block[]): string =>
  blocks.map((block) => (block.kind === 'words' ? said(block.of) : block.kind === 'code' ? block.text : block.kind === 'quote' ? drawn(block.of) : block.items.map(drawn).join(''))).join('');
const one = (text: string): Inline[] => treeOf(text).flatMap((block) => (block.kind === 'words' ? block.of : []));
const asWritten = (text: string): Block[] => [{ kind: 'words', of: [{ kind: 'text', text }] }];

test('marks become what they mean', () => {
  expect(one('a **b** c')).toEqual([{ kind: 'text', text: 'a ' }, { kind: 'strong', of: [{ kind: 'text', text: 'b' }] }, { kind: 'text', text: ' c' }]);
  expect(one('_so_ *it* is')[0]).toEqual({ kind: 'em', of: [{ kind: 'text', text: 'so' }] });
  expect(one('~~gone~~')).toEqual([{ kind: 'del', of: [{ kind: 'text', text: 'gone' }] }]);
  expect(one('run `ls *.txt` now')[1]).toEqual({ kind: 'code', text: 'ls *.txt' });
  expect(treeOf('```\na < b\n  **c**\n```')).toEqual([{ kind: 'code', text: 'a < b\n  **c**' }]);
  expect(treeOf('> you said\n\nand I').map(({ kind }) => kind)).toEqual(['quote', 'words']);
  expect(treeOf('- bread\n- milk')).toMatchObject([{ kind: 'list', start: null, items: [{}, {}] }]);
  expect(treeOf('3. bread\n4. milk')).toMatchObject([{ kind: 'list', start: 3 }]);
});

test.each([
  '2*3*4', 'snake_case_name', '¯\\_(ツ)_/¯', '(*_*)', '>_<', '>:(', 'a ** b ** c', '* * *', '---', '# no title', '- one line', '3. Platz', '5 > 3', '~/bin and ~/lib',
  '  /\\_/\\\n ( o.o )\n  > ^ <', '<img src=x onerror=alert(1)>', '<b>bold</b>', '[a](javascript:alert(1))', '![x](https://example.org/x.png)', '&lt;b&gt; &amp;', 'a | b\n--|--\n1 | 2', 'line\n\n\nline', '    indented', '\\*a\\*'
])('%j stays as it was written', (text) => {
  expect(treeOf(text)).toEqual(asWritten(text));
});

const pieces = fc.array(fc.oneof(fc.constantFrom('*', '**', '_', '__', '~', '~~', '`', '```', '>', '> ', '- ', '1. ', '\n', ' ', '\t', '\\', '<', '[', ']', '(', ')', '!', '|', '#', '&', '😀'), fc.string({ maxLength: 4 })), { maxLength: 60 });

test('what is drawn is a part of what was written, in its order', () => {
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = parts.join('');
      let at = 0;
      for (const sign of drawn(treeOf(text)).replace(/\s/g, '')) {
        at = text.indexOf(sign, at) + sign.length;
        if (at < sign.length) return false;
      }
      return true;
    }),
    { numRuns: 2000 }
  );
});

test('no run of signs is slow or too deep', () => {
  const units = ['*', '_', '`', '~', '>', '> ', '*a ', '_a ', '**a', '~~a ', '`a', '- ', '- - ', '1. ', ' - a\n  ', '[', '](', '<a ', '\\', '*a_b', '> - ', '\n', ' ', '\t', '&', '|a', '#'];
  const started = performance.now();
  for (const unit of units) for (const end of ['', 'x', '\n\nx', '*']) drawn(treeOf(unit.repeat(8000 / unit.length) + end));
  expect(performance.now() - started).toBeLessThan(20_000);
});
