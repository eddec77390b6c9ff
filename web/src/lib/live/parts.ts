import type { Body, Media, MediaItem, Sent, SentWithMedia } from '#lib/api/types.ts';

/** A file on its way to the server; its bytes are kept beside it. */
export interface KeptPart {
  /** It stands for the file in the body of its message until the server has given it an id. */
  key: string;
  client_id: string;
  name: string;
  /** As what it is brought; null: as what its bytes are. */
  kind: NonNullable<Media['kind']> | null;
  bytes: number;
  /** Where its upload goes on; null before it has begun. */
  url: string | null;
  /** What was made of it, once it can be sent. */
  media: Media | null;
  /** Of a video: the stretch of it that is wanted, in milliseconds. */
  cut?: Cut | null;
}

export type Cut = { start_ms: number; end_ms: number };

type Parts = Readonly<Record<string, Media | null>>;

export const withMedia = (body: Sent): body is SentWithMedia =>
  body.type === 'media' || body.type === 'voice' || body.type === 'video_note';

/** The body with the server's ids in the place of the keys. */
export function exchanged(body: Sent, parts: Parts = {}): Sent {
  const id = (key: string) => parts[key]?.id ?? key;
  if (body.type === 'media') return { ...body, items: body.items.map((item) => ({ ...item, media_id: id(item.media_id) })) };
  return withMedia(body) ? { ...body, media_id: id(body.media_id) } : body;
}

/** The body as the server says it to everybody, once all its parts are made. */
export function asSaid(body: SentWithMedia, parts: Parts): Body {
  const once = body.view_once ?? false;
  const item = (key: string, alt = ''): MediaItem => {
    const { id, kind, name, bytes, width, height, duration_ms, blurhash, waveform } = parts[key]!;
    const shown = { media_id: id, kind: kind ?? 'file', name, bytes, width, height, duration_ms, alt };
    // What can be seen once shows nothing of itself before.
    return { ...shown, blurhash: once ? null : blurhash, waveform: once ? null : waveform };
  };
  if (body.type === 'media') return { ...body, items: body.items.map(({ media_id, alt }) => item(media_id, alt)) };
  const { media_id, ...rest } = body;
  return { ...rest, item: item(media_id) };
}
