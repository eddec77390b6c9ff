import type { Activity } from '#lib/api/types.ts';
import { listed } from '#lib/app/format.ts';
import { m } from '#lib/paraglide/messages.js';

/** "Ana, Chidi and 12 others". */
export function whom(names: readonly string[], count: number): string {
  const more = count - names.length;
  return listed(more > 0 ? [...names, m.activity_others({ count: more })] : [...names]);
}

/** What was done, in one sentence. `names`: what those who did it are called here. */
export function sentenceOf({ kind, count, post, comment }: Activity, names: readonly string[]): string {
  const who = whom(names, count);
  const what = post?.kind === 'photos' ? m.did_your_photos() : post?.kind === 'video' ? m.did_your_video() : m.did_your_text();
  switch (kind) {
    case 'follow':
      return m.activity_followed({ count, names: who });
    case 'like':
      return m.did_like({ count, names: who, what });
    case 'comment_like':
      return m.did_like({ count, names: who, what: m.did_your_comment() });
    case 'comment':
      return (comment?.parent_id ? m.did_comment_there : m.did_comment)({ count, names: who, what });
    case 'reply':
      return m.did_reply({ count, names: who, what });
    case 'mention':
      return (comment ? m.did_mention_comment : m.did_mention_post)({ names: who });
    case 'tag':
      return m.did_tag({ names: who });
    case 'failed':
      return m.did_failed();
  }
}

/** Where it was done: a comment is scrolled to and marked there. */
export function placeOf({ post, comment }: Activity): string | null {
  return post && `/p/${post.id}${comment ? `?said=${comment.id}` : ''}`;
}
