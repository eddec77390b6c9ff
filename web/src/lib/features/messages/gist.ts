import type { Body, Sent } from '#lib/api/types.ts';
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
    case 'system':
      return '';
    default:
      return m.say_unknown();
  }
}

const KNOWN: ReadonlySet<string> = new Set<Body['type']>(['text', 'poll', 'location', 'contact', 'system']);

/** Whether this client can show it: a newer server may know more kinds. */
export function isKnown(body: Body): boolean {
  return KNOWN.has(body.type);
}
