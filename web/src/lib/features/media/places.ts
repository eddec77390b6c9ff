import { base } from '#lib/api/client.ts';
import type { MediaItem } from '#lib/api/types.ts';

/** Which message something stands in. */
export type Place = { conversation_id: string; seq: number };
export type Variant = 'small' | 'medium' | 'large' | 'poster' | 'video' | 'audio' | 'sticker' | 'file';

/** The door of a medium: it answers who may read its message now. */
export function door({ conversation_id, seq }: Place, { media_id }: Pick<MediaItem, 'media_id'>, variant: Variant): string {
  return `${base}/conversations/${encodeURIComponent(conversation_id)}/messages/${seq}/media/${media_id}/${variant}`;
}

/** Under which name it is kept: what was made anew has another ending than what came. */
export function fileName({ kind, name }: Pick<MediaItem, 'kind' | 'name'>): string {
  const ending = { photo: '.webp', video: '.mp4', video_note: '.mp4', voice: '.m4a', sticker: '.webp', file: null }[kind];
  return ending === null ? name : name.replace(/\.[^.]{1,5}$/, '') + ending;
}
