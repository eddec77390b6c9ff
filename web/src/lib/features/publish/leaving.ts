import { ApiError, NetworkError } from '#lib/api/client.ts';
import type { Post } from '#lib/api/types.ts';
import { limits } from '#lib/app/limits.svelte.ts';
import { session } from '#lib/app/session.svelte.ts';
import type { Posting } from '#lib/live/posting.ts';
import type { Shelved } from '#lib/live/store.ts';
import { Publishing, type PostWord, type PublishingOptions } from './publishing.svelte.ts';

const bring: PublishingOptions['bring'] = async (file, blob, kind, on, signal) => {
  const [tus, { upload_chunk_bytes }] = await Promise.all([import('#lib/features/media/tus.ts'), limits.ask()]);
  let { url } = file;
  const part = { key: file.key, client_id: file.key, name: file.name, kind, bytes: blob.size, url, media: null, cut: file.cut };
  const place = (known: string) => {
    url = known;
    void on.url(known);
  };
  try {
    await tus.bring(part, blob, upload_chunk_bytes, { url: place, sent: on.sent }, signal);
  } catch (problem) {
    // What the server has let go of meanwhile is brought anew.
    if (problem instanceof ApiError && problem.status === 404 && file.url) {
      await on.url(null);
      return bring({ ...file, url: null }, blob, kind, on, signal);
    }
    throw problem;
  }
  const id = url!.slice(url!.lastIndexOf('/') + 1);
  // A post that waits for its video does not wait for what stands for it.
  if (file.cover) await (await import('#lib/features/posts/cover/bringing.ts')).untilMade(id, signal);
  return id;
};

async function done(post: Post): Promise<void> {
  const { published } = await import('./published.ts');
  published(post);
}

async function name(post: Post, people: Parameters<PublishingOptions['name']>[1]): Promise<Post> {
  try {
    return await (await calls()).namePeople(post.id, people);
  } catch (problem) {
    if (!(problem instanceof ApiError && problem.status >= 400 && problem.status < 500 && problem.status !== 429)) throw problem;
    (await import('./published.ts')).unnamed();
    return post;
  }
}

const wait = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    addEventListener('online', () => resolve(), { once: true, signal });
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });

async function alone(client_id: string, signal: AbortSignal, act: () => Promise<void>): Promise<void> {
  // Without Web Locks (a page not served over TLS) every tab tries; the server keeps the first.
  if ('locks' in navigator) await navigator.locks.request(`paperplane:posting:${client_id}`, { signal }, act);
  else await act();
}

let attended = Promise.withResolvers<void>();

/** What this account keeps on the device, once that is open: a screen may be there before. */
export async function shelved(): Promise<Shelved | null> {
  await attended.promise;
  const { live } = await import('#lib/live/live.svelte.ts');
  return live.shelf;
}

async function shelf(): Promise<Posting> {
  const kept = await shelved();
  if (!kept) throw new NetworkError('the account has left this page');
  return kept.posts;
}

const calls = () => import('#lib/features/posts/calls.ts');
let channel: BroadcastChannel | null = null;

export const publishing = new Publishing({
  shelf,
  tell: (word) => channel?.postMessage(word),
  make: async (request, post_id) => (await import('./making.ts')).make(request, post_id),
  name,
  unmake: async ({ id }) => (await calls()).deletePost(id),
  cancel: async (url) => (await import('#lib/features/media/tus.ts')).cancel(url),
  alone, bring, done, wait
});

/** Goes on with what this account has left on the device, for as long as it is signed in here. */
export async function attendPosts(account_id: string): Promise<void> {
  channel?.close();
  if ('BroadcastChannel' in globalThis) {
    channel = new BroadcastChannel(`paperplane:posting:${account_id}`);
    channel.onmessage = ({ data }: MessageEvent<PostWord>) => void publishing.heard(data);
  }
  attended.resolve();
  await publishing.restore();
}

/** The account leaves this page; what it has left on the device waits there. */
export function leavePosts(): void {
  publishing.clear();
  attended = Promise.withResolvers();
  channel?.close();
  channel = null;
}
session.onSignOut(leavePosts);
