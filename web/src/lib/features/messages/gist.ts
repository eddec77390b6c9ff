import type { Body, MediaBody, MediaItem, Sent, SentWithMedia } from '#lib/api/types.ts';
import { m } from '#lib/paraglide/messages.js';
import { firstLine } from './text.ts';

/** What a message says, in one line of words. */
export function gist(body: Body | Sent): string {
  switch (body.type) {
    case 'text':
      return firstLine(body.text);
    case 'poll':
      return m.say_gist_poll({ question: firstLine(body.question) });
    case 'location':
      return body.label ? m.say_gist_place({ label: firstLine(body.label) }) : m.say_gist_location();
    case 'contact':
      return m.say_gist_contact();
    case 'forward':
      return m.say_gist_forward();
    case 'media':
    case 'voice':
    case 'video_note':
      return filesWord(body);
    case 'system':
      return '';
    default:
      return m.say_unknown();
  }
}

const KNOWN: ReadonlySet<string> = new Set<Body['type']>(['text', 'poll', 'location', 'contact', 'media', 'system']);

/** Whether this client can show it: a newer server may know more kinds. */
export function isKnown(body: Body): boolean {
  return KNOWN.has(body.type);
}

const words: Record<MediaItem['kind'], () => string> = {
  photo: m.media_photo,
  video: m.media_video,
  voice: m.media_voice,
  video_note: m.media_video_note,
  file: m.media_file
};

/** 'Album of 4', 'Photo · View once', and the words beside it. */
function filesWord(body: SentWithMedia | Extract<Body, { type: 'media' | 'voice' | 'video_note' }>): string {
  if (body.type !== 'media') return [words[body.type](), body.view_once && m.media_once()].filter(Boolean).join(' · ');
  const items = body.items as readonly Partial<MediaBody['items'][number]>[];
  const { kind = 'photo', name = '' } = items[0] ?? {};
  const files = items.every((item) => item.kind === 'file');
  const count = items.length;
  const what = count === 1 ? words[kind]() : files ? m.media_files({ count }) : m.media_album({ count });
  return [what, count === 1 && files && name, body.view_once && m.media_once(), firstLine(body.text ?? '')].filter(Boolean).join(' · ');
}
