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
    return published(asked, post_id, problem);
  }
}

const plain = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim();

/**
 * It is published: by this, and the answer was lost; or as something else, and then this is too late. Nothing of what is
 * published is changed from here: who narrowed it on another device may not find it open again.
 */
async function published({ text, audience, comments, download, media = [] }: PostRequest, post_id: string, late: ApiError): Promise<Post> {
  const post = await (await calls()).fetchPost(post_id);
  const files = post.media.length === media.length && post.media.every(({ media_id, alt = '' }, n) => media_id === media[n]!.media_id && alt === (media[n]!.alt ?? ''));
  const asked = { audience, comments, download };
  const shown = (Object.keys(asked) as (keyof typeof asked)[]).every((name) => asked[name] === undefined || asked[name] === post[name]);
  if (files && shown && plain(text ?? '') === plain(post.text)) return post;
  throw late;
}
