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
  }
}
