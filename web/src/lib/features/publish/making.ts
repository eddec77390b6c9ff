import { ApiError } from '#lib/api/client.ts';
import type { Post, PostRequest } from '#lib/api/types.ts';
import type { KeptPost } from '#lib/live/posting.ts';

/** The server takes a time from a minute on. */
const SOONEST_MS = 65_000;

const calls = () => import('#lib/features/posts/calls.ts');

/** What was to be posted at a time that came while it was on its way is posted now. */
function due<Asked extends PostRequest>({ publish_at = null, ...request }: Asked, draft: boolean) {
  const ahead = publish_at !== null && Date.parse(publish_at) - Date.now() > SOONEST_MS;
  // A draft that is told of no time stays one.
  return { ...request, ...(ahead ? { publish_at } : draft && publish_at !== null && { draft: false }) };
}

/** `post_id`: the draft that becomes this. */
export async function make(asked: KeptPost['request'], post_id?: string): Promise<Post> {
  if (!post_id) return (await calls()).makePost(due(asked, false));
  const { client_id: _, kind, background, ...wish } = due(asked, true);
  try {
    return await (await calls()).changePost(post_id, { ...wish, ...(kind === 'text' && { background: background ?? null }) });
  } catch (problem) {
    if (!(problem instanceof ApiError && problem.code === 'published')) throw problem;
    return reworded(asked, post_id, problem);
  }
}

/** It is published: by this, and the answer was lost; or with other files, and then they are too late. */
async function reworded({ text, audience, comments, download, link_preview, media = [] }: PostRequest, post_id: string, late: ApiError): Promise<Post> {
  const { changePost, fetchPost } = await calls();
  const post = await fetchPost(post_id);
  const same = post.media.length === media.length && post.media.every(({ media_id }, n) => media_id === media[n]!.media_id);
  // What is published keeps what there is said to be seen: other words for that are not lost without a word.
  const told = same && post.media.every(({ alt = '' }, n) => alt === (media[n]!.alt ?? ''));
  if (!told) throw late;
  return changePost(post_id, { text, audience, comments, download, link_preview });
}
