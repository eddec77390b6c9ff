import { goto } from '$app/navigation';
import type { Post } from '#lib/api/types.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { refreshLists } from '#lib/features/posts/list.svelte.ts';
import { posts } from '#lib/features/posts/posts.svelte.ts';
import { m } from '#lib/paraglide/messages.js';

/** A post of mine is on the server. */
export function published(post: Post): void {
  posts.learn(post);
  if (post.state !== 'published') return toasts.tell(m.publish_making());
  refreshLists();
  toasts.tell(m.publish_done(), { label: m.publish_look(), act: () => void goto(`/p/${post.id}`) });
}

/** The server says that a post is not as it was for me. */
export async function heard(id: string, state: Post['state'] | null): Promise<void> {
  const before = posts.of(id);
  await posts.heard(id, state === null);
  if (state === null) return;
  const now = posts.of(id);
  if (before?.state === 'making' && now?.state === 'published') published(now);
  else if (before?.state === 'making' && now?.failed) toasts.tell(m.publish_failed_ready());
  else if (before === null) refreshLists();
}
