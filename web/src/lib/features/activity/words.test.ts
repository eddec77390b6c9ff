// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import type { Activity, Comment, Post } from '#lib/api/types.ts';
import { listed } from '#lib/app/format.ts';
import { placeOf, sentenceOf } from './words.ts';

const post = (kind: Post['kind']) => ({ id: 'p', kind }) as Post;
const comment = (parent_id: string | null = null) => ({ id: 'c', parent_id }) as Comment;
const entry = (kind: Activity['kind'], count: number, more: Partial<Activity> = {}): Activity =>
  ({ id: 'x', kind, people: [], count, at: '', new: false, post: null, comment: null, ...more });

test('who did it is said in one sentence, and how many more', () => {
  expect(sentenceOf(entry('like', 1, { post: post('photos') }), ['Ana'])).toBe('Ana liked your photos');
  expect(sentenceOf(entry('like', 13, { post: post('video') }), ['Ana'])).toBe('Ana and 12 others liked your video');
  expect(sentenceOf(entry('comment_like', 2, { post: post('text'), comment: comment() }), ['Ana', 'Chidi'])).toBe('Ana and Chidi liked your comment');
  expect(sentenceOf(entry('comment', 4, { post: post('text'), comment: comment() }), ['Ana', 'Chidi', 'Eve'])).toBe(`${listed(['Ana', 'Chidi', 'Eve', '1 other'])} commented on your post`);
  expect(sentenceOf(entry('comment', 1, { post: post('text'), comment: comment('d') }), ['Ana'])).toBe('Ana answered a comment on your post');
  expect(sentenceOf(entry('reply', 1, { post: post('text'), comment: comment('d') }), ['Ana'])).toBe('Ana answered your comment');
  expect(sentenceOf(entry('mention', 1, { post: post('text') }), ['Ana'])).toBe('Ana mentioned you in a post');
  expect(sentenceOf(entry('mention', 1, { post: post('text'), comment: comment() }), ['Ana'])).toBe('Ana mentioned you in a comment');
  expect(sentenceOf(entry('failed', 1, { post: post('video') }), [])).toBe('Your post could not be made');
});

test('each leads to its place, and a follower to none', () => {
  expect(placeOf(entry('like', 1, { post: post('text') }))).toBe('/p/p');
  expect(placeOf(entry('reply', 1, { post: post('text'), comment: comment('d') }))).toBe('/p/p?said=c');
  expect(placeOf(entry('follow', 1))).toBeNull();
});
