import type { Body, MediaBody, MediaItem, Sent, SentWithMedia } from '#lib/api/types.ts';
import { minutes } from '#lib/features/voice/minutes.ts';
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
      return filesWord(body);
    case 'voice':
    case 'video_note':
      return spokenWord(body);
    case 'sticker':
      return pictureWord(body);
    case 'card':
      return [m.card_gist(), firstLine(body.text ?? '')].filter(Boolean).join(' · ');
    case 'system':
      return '';
    default:
      return m.say_unknown();
  }
}

const KNOWN: ReadonlySet<string> = new Set<Body['type']>(['text', 'poll', 'location', 'contact', 'media', 'voice', 'video_note', 'sticker', 'card', 'system']);

/** Whether this client can show it: a newer server may know more kinds. */
export function isKnown(body: Body): boolean {
  return KNOWN.has(body.type);
}

const words: Record<MediaItem['kind'], () => string> = {
  photo: m.media_photo,
  video: m.media_video,
  voice: m.voice_note,
  video_note: m.voice_video_note,
  sticker: m.packs_sticker,
  file: m.media_file
};

/** 'Album of 4', 'Photo · View once', and the words beside it. */
function filesWord(body: Extract<SentWithMedia | Body, { type: 'media' }>): string {
  const items = body.items as readonly Partial<MediaBody['items'][number]>[];
  const { kind = 'photo', name = '' } = items[0] ?? {};
  const files = items.every((item) => item.kind === 'file');
  const count = items.length;
  const what = count === 1 ? words[kind]() : files ? m.media_files({ count }) : m.media_album({ count });
  return [what, count === 1 && files && name, body.view_once && m.media_once(), firstLine(body.text ?? '')].filter(Boolean).join(' · ');
}

/** 'Sticker: 🐸', 'GIF: wave'; of what is only asked for, what it shows is not known. */
function pictureWord(body: Extract<Sent | Body, { type: 'sticker' }>): string {
  if (!('look' in body)) return m.packs_sticker();
  return `${body.look === 'gif' ? m.packs_gif() : m.packs_sticker()}: ${body.emoji || body.name}`;
}

/** 'Voice note, 0:12'; of what is only asked for, how long it is is not known. */
function spokenWord(body: Extract<SentWithMedia | Body, { type: 'voice' | 'video_note' }>): string {
  const ms = 'item' in body ? body.item.duration_ms : null;
  const what = words[body.type]();
  return [ms ? `${what}, ${minutes(ms)}` : what, body.view_once && m.media_once()].filter(Boolean).join(' · ');
}
