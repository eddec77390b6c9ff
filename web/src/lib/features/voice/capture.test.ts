import { expect, test } from 'vitest';
import { fileName, troubleOf, typeFor } from './capture.ts';

const safari = (type: string) => type.includes('mp4');

test('each browser records in what it has, and the name says so', () => {
  expect(typeFor('voice', () => true)).toBe('audio/webm;codecs=opus');
  expect(typeFor('voice', safari)).toBe('audio/mp4');
  expect(typeFor('video_note', safari)).toBe('video/mp4');
  expect(typeFor('voice', () => false)).toBe('');
  expect(fileName('voice', 'audio/webm;codecs=opus')).toBe('voice.webm');
  expect(fileName('voice', 'audio/mp4')).toBe('voice.mp4');
  expect(fileName('video_note', '')).toBe('video-note.webm');
});

test('what stands in the way is said by its kind', () => {
  const of = (name: string) => troubleOf(new DOMException('', name));
  expect(['NotAllowedError', 'NotFoundError', 'OverconstrainedError', 'NotReadableError', 'AbortError'].map(of)).toEqual(['refused', 'missing', 'missing', 'busy', 'busy']);
});
