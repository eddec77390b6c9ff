import { expect, test } from 'vitest';
import { lineOf, type LineOf } from './lines.ts';
import { ANA, CHIDI, entry, head, message } from './samples.ts';

const line = (more: Partial<LineOf>) => lineOf({ head: head(), entries: [], draft: '', typing: [], me: ANA, ...more });

test('what is most worth knowing stands in the row', () => {
  const failed = entry('x', { state: 'failed' });
  expect(line({ typing: [CHIDI], draft: 'hm', entries: [failed] }).kind).toBe('typing');
  expect(line({ draft: 'hm', entries: [failed, entry('y')] }).kind).toBe('failed');
  expect(line({ draft: 'hm', entries: [entry('y')] })).toEqual({ kind: 'draft', text: 'hm' });
  expect(line({ entries: [entry('y')] })).toEqual({ kind: 'sending', text: 'y' });
});

test('my last message says how far it came', () => {
  const mine = head({ last_message: message(3, ANA), marks: [{ account_id: CHIDI, delivered_seq: 3, read_seq: 0 }] });
  expect(line({ head: mine })).toEqual({ kind: 'own', text: 'number 3', state: 'delivered' });
});

test('an empty draft is no draft', () => {
  expect(line({ draft: '  \n' })).toEqual({ kind: 'theirs', text: 'number 3', sender: null });
});
