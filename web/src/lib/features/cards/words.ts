import type { Post } from '#lib/api/types.ts';
import { shortCount } from '#lib/app/format.ts';
import { firstLine } from '#lib/features/messages/text.ts';
import { m } from '#lib/paraglide/messages.js';

/** The first line of what a post says. */
export const lineOf = ({ text }: Pick<Post, 'text'>) => firstLine(text.split('\n').find((line) => line.trim() !== '') ?? '');

/** '2 likes · 1 comment', of those there are. */
export function countsOf({ like_count, comment_count }: Pick<Post, 'like_count' | 'comment_count'>): string {
  const said = (count: number, words: string) => (count > 0 ? words.replace(String(count), shortCount(count)) : '');
  return [said(like_count, m.post_likes({ count: like_count })), said(comment_count, m.post_comments_count({ count: comment_count }))].filter(Boolean).join(' · ');
}
