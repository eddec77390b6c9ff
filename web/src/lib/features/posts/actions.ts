import type { Post } from '#lib/api/types.ts';
import { sentence } from '#lib/app/problems.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { changePost, deletePost, dropPost, keepPost, lessLikeIt, restorePost, setOn } from './calls.ts';
import { postsAt, refreshLists } from './list.svelte.ts';
import { posts } from './posts.svelte.ts';

const UNDO_MS = 30_000;
/** Taps on one post go one after the other, so that the last one counts. */
const going = new Map<string, Promise<unknown>>();

/** Shows the like at once; what the server says replaces it, and a refusal takes exactly it back. */
export async function like(post: Post, on: boolean): Promise<void> {
  if (post.liked === on) return;
  const shown = { ...post, liked: on, like_count: Math.max(0, post.like_count + (on ? 1 : -1)) };
  posts.learn(shown);
  const before = going.get(post.id) ?? Promise.resolve();
  const asked = before.then(() => setOn(post.id, 'like', on));
  going.set(post.id, asked.catch(() => undefined));
  try {
    const now = await asked;
    // Tapped again meanwhile: that tap's own answer counts.
    if (posts.of(post.id)?.liked === on) posts.learn(now);
  } catch (problem) {
    const now = posts.of(post.id);
    if (now?.liked === on) posts.learn({ ...now, liked: post.liked, like_count: post.like_count });
    toasts.tell(sentence(problem));
  }
}

export async function pin({ id }: Post, on: boolean): Promise<void> {
  try {
    posts.learn(await setOn(id, 'pin', on));
    toasts.tell(on ? m.post_pinned_now() : m.post_unpinned_now());
    refreshLists();
  } catch (problem) {
    toasts.tell(sentence(problem));
  }
}

export async function copyLink({ id }: Post): Promise<void> {
  await navigator.clipboard.writeText(`${location.origin}/p/${id}`);
  toasts.tell(m.post_link_copied());
}

/** Gone for everybody at once; for half a minute it can be taken back. */
export async function remove(post: Post): Promise<void> {
  posts.gone(post.id);
  try {
    await deletePost(post.id);
  } catch (problem) {
    posts.learn(post);
    return toasts.tell(sentence(problem));
  }
  toasts.tell(m.post_deleted(), { label: m.undo(), act: () => void restore(post) }, undefined, UNDO_MS);
}

async function restore({ id }: Post): Promise<void> {
  try {
    posts.learn(await restorePost(id));
    refreshLists();
  } catch {
    toasts.tell(m.post_restore_late());
  }
}

/** What it says, and who sees it. Throws what the server has against it. */
export async function edit({ id }: Post, change: Parameters<typeof changePost>[1]): Promise<void> {
  posts.learn(await changePost(id, change));
}

/** Shown to those who follow me; the notice takes it back. */
export async function repost({ id }: Post, on: boolean): Promise<void> {
  try {
    const now = await setOn(id, 'repost', on);
    posts.learn(now);
    toasts.tell(on ? m.watch_reposted() : m.watch_unreposted(), { label: m.undo(), act: () => void repost(now, !on) });
  } catch (problem) {
    toasts.tell(sentence(problem));
  }
}

/** Kept for oneself, at once on the screen. `choose`: asks for a collection. */
export async function keep(post: Post, on: boolean, choose?: () => unknown): Promise<void> {
  posts.learn({ ...post, saved: on });
  try {
    if (on) posts.learn(await keepPost(post.id, null));
    else await dropPost(post.id);
  } catch (problem) {
    const now = posts.of(post.id);
    if (now) posts.learn({ ...now, saved: !on });
    return toasts.tell(sentence(problem));
  }
  refreshLists('/me/bookmarks');
  if (!on) toasts.tell(m.watch_unsaved(), { label: m.undo(), act: () => void keep({ ...post, saved: false }, true) });
  else if (choose) toasts.tell(m.watch_saved_now(), { label: m.watch_collect(), act: choose });
}

/** Not this one any more in what is chosen, and less like it. */
export async function notInterested({ id }: Post): Promise<void> {
  const back = postsAt('/feed/for-you').leave(id);
  try {
    await lessLikeIt(id, true);
  } catch (problem) {
    back();
    return toasts.tell(sentence(problem));
  }
  const undo = () => lessLikeIt(id, false).then(back, (problem: unknown) => toasts.tell(sentence(problem)));
  toasts.tell(m.watch_less_now(), { label: m.undo(), act: undo });
}
