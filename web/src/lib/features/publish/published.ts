import { goto } from '$app/navigation';
import type { Post } from '#lib/api/types.ts';
import { dayAndTime } from '#lib/app/format.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { refreshList, refreshLists } from '#lib/features/posts/list.svelte.ts';
import { posts } from '#lib/features/posts/posts.svelte.ts';
import { toldOfPosts } from '#lib/features/posts/told.ts';
import { m } from '#lib/paraglide/messages.js';

/** What I have not published yet. */
export const WAITING = '/me/posts';

/** A post of mine is on the server. */
export function published(post: Post): void {
  posts.learn(post);
  if (post.state !== 'published') {
    refreshList(WAITING);
    const look = { label: m.publish_see_drafts(), act: () => void goto('/create/drafts') };
    if (post.state === 'draft') return toasts.tell(m.publish_saved(), look);
    return post.publish_at ? toasts.tell(m.publish_later_done({ when: dayAndTime(post.publish_at) }), look) : toasts.tell(m.publish_making());
  }
  refreshLists();
  toasts.tell(m.publish_done(), { label: m.publish_look(), act: () => void goto(`/p/${post.id}`) });
}

/** The server says that a post is not as it was for me. */
export async function heard(id: string, state: Post['state'] | null): Promise<void> {
  const before = posts.of(id);
  toldOfPosts.tell();
  await posts.heard(id, state === null);
  if (state !== 'published') refreshList(WAITING);
  if (state === null) return;
  // That one could not be made is worth a word also where nobody has looked at it since.
  if (state === 'draft' && !before) await posts.load(id).catch(() => undefined);
  const now = posts.of(id);
  const waited = before?.state === 'making' || before?.state === 'scheduled';
  if (waited && now?.state === 'published') published(now);
  else if (state === 'draft' && now?.failed && !before?.failed) toasts.tell(m.publish_failed_ready(), { label: m.publish_see_drafts(), act: () => void goto('/create/drafts') });
  else if (before === null) refreshLists();
}

/** It is there, without who is in it. */
export function unnamed(): void {
  toasts.tell(m.people_not_named());
}
