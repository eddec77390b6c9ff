import type { Post } from '#lib/api/types.ts';
import { dayAndTime } from '#lib/app/format.ts';
import { sentence } from '#lib/app/problems.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { reasons } from '#lib/features/media/reasons.ts';
import { changePost } from '#lib/features/posts/calls.ts';
import { refreshList } from '#lib/features/posts/list.svelte.ts';
import { posts } from '#lib/features/posts/posts.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { published, WAITING } from './published.ts';

/** What waits, in the order in which somebody has to do something about it. */
export function sorted(all: readonly Post[]): { title: () => string; posts: Post[] }[] {
  const scheduled = all.filter(({ state }) => state === 'scheduled').sort((a, b) => (a.publish_at ?? '').localeCompare(b.publish_at ?? ''));
  const groups = [
    { title: m.drafts_failed, posts: all.filter(({ state, failed }) => state === 'draft' && failed) },
    { title: m.drafts_making, posts: all.filter(({ state }) => state === 'making') },
    { title: m.drafts_scheduled, posts: scheduled },
    { title: m.drafts_kept, posts: all.filter(({ state, failed }) => state === 'draft' && !failed) }
  ];
  return groups.filter((group) => group.posts.length > 0);
}

/** When it goes, or since when it is there. */
export function whenOf(post: Post): string {
  if (post.state === 'making') return m.drafts_making_about();
  return post.state === 'scheduled' && post.publish_at ? m.drafts_goes({ when: dayAndTime(post.publish_at) }) : m.drafts_since({ when: dayAndTime(post.created_at) });
}

/** Why it could not be posted, in words. */
export function whyOf({ failed, media }: Post): string {
  return reasons[failed ?? '']?.({ name: media[0]?.name ?? '' }) ?? m.drafts_failed_else();
}

type Change = Parameters<typeof changePost>[1];

/** Whether the server has taken it; what it has against it is said. */
export async function change(post: Post, wish: Change): Promise<boolean> {
  try {
    const now = await changePost(post.id, wish);
    posts.learn(now);
    refreshList(WAITING);
    if (now.state === 'published' || now.state === 'making') published(now);
    else toasts.tell(now.publish_at ? m.publish_later_done({ when: dayAndTime(now.publish_at) }) : m.drafts_saved());
    return true;
  } catch (problem) {
    toasts.tell(sentence(problem));
    return false;
  }
}
