import type { Body, Sent } from '#lib/api/types.ts';
import { minutes } from '#lib/features/voice/times.ts';
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
    case 'voice':
      return spoken(m.voice_note(), body);
    case 'video_note':
      return spoken(m.voice_video_note(), body);
    case 'system':
      return '';
    default:
      return m.say_unknown();
  }
}

/** 'Voice note, 0:12'; of what is not sent yet, how long it is is not said. */
function spoken(what: string, body: Body | Sent): string {
  const ms = 'item' in body ? body.item.duration_ms : null;
  return ms ? `${what}, ${minutes(ms)}` : what;
}

const KNOWN: ReadonlySet<string> = new Set<Body['type']>(['text', 'poll', 'location', 'contact', 'voice', 'video_note', 'system']);

/** Whether this client can show it: a newer server may know more kinds. */
export function isKnown(body: Body): boolean {
  return KNOWN.has(body.type);
}
