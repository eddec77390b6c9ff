// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import type { Message } from '#lib/api/types.ts';
import { message } from '#lib/features/messages/samples.ts';
import { unheard } from './following.ts';

const item = { media_id: 'm', kind: 'voice' as const, name: 'voice.webm', bytes: 1, duration_ms: 1_000 };
const voice = (seq: number, sender: string, more: object = {}): Message => ({ ...message(seq), sender, body: { type: 'voice', item, ...more } });
const next = (log: Message[], after: number, played: number[] = []) => unheard(log, after, 'ana', new Set(played))?.seq;

test('after a voice note comes the next that was not heard yet', () => {
  const log = [voice(1, 'chidi'), message(2), voice(3, 'chidi'), voice(4, 'dana')];
  expect(next(log, 1)).toBe(3);
  expect(next(log, 1, [3])).toBe(4);
  expect(next(log, 4)).toBeUndefined();
});

test('never one of my own, one that can be heard once, or one that is gone', () => {
  const log = [voice(1, 'chidi'), voice(2, 'ana'), voice(3, 'chidi', { view_once: true }), { ...voice(4, 'chidi'), body: null }];
  expect(next(log, 1)).toBeUndefined();
});
