import { folded } from '#lib/features/messages/find.ts';

export type Has = 'link' | 'poll' | 'location' | 'contact' | 'photo' | 'video' | 'voice' | 'file' | 'sticker' | 'card';

/** What a line of a search field asks for: words, and what is typed as `from:`, `has:`, `before:`, `after:`. */
export type Asked = { words: string; from: string | null; has: Has | null; before: string | null; after: string | null };

const HAS: Readonly<Record<string, Has>> = { link: 'link', poll: 'poll', location: 'location', contact: 'contact', photo: 'photo', video: 'video', voice: 'voice', file: 'file', sticker: 'sticker', post: 'card' };
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

export function askedIn(line: string): Asked {
  const asked: Asked = { words: '', from: null, has: null, before: null, after: null };
  const words = line.trim().split(/\s+/).filter((word) => !taken(word, asked));
  return { ...asked, words: words.join(' ') };
}

/** Whether it asks for anything that a message could be found by. */
export function asksForSomething({ words, from, has }: Asked): boolean {
  return words !== '' || from !== null || has !== null;
}

function taken(word: string, asked: Asked): boolean {
  const [, name = '', value = ''] = /^(from|has|before|after):(.+)$/i.exec(word) ?? [];
  switch (name.toLowerCase()) {
    case 'from':
      asked.from = value.replace(/^@/, '').toLowerCase();
      return true;
    case 'has':
      if (!Object.hasOwn(HAS, value.toLowerCase())) return false;
      asked.has = HAS[value.toLowerCase()]!;
      return true;
    case 'before':
    case 'after':
      return dated(name.toLowerCase() as 'before' | 'after', value, asked);
  }
  return false;
}

/** A day is the reader's own: `after` it begins at its end. */
function dated(name: 'before' | 'after', value: string, asked: Asked): boolean {
  const at = DAY.test(value) ? Date.parse(`${value}T00:00`) : NaN;
  if (Number.isNaN(at)) return false;
  asked[name] = new Date(at + (name === 'after' ? DAY_MS : 0)).toISOString();
  return true;
}

export type Part = { text: string; hit: boolean };

/** A text in parts, those marked that begin with a word that was searched; long ones begin near the first. */
export function marked(text: string, words: string, most = 160): Part[] {
  const wanted = folded(words).split(/\s+/).filter(Boolean);
  const pieces = text.replace(/\s+/g, ' ').trim().split(/([\p{L}\p{N}_]+)/u);
  const hits = pieces.map((piece, place) => place % 2 === 1 && wanted.some((word) => folded(piece).startsWith(word)));
  const first = Math.max(0, hits.indexOf(true));
  const begin = pieces.slice(0, first).join('').length > most / 2 ? Math.max(0, first - 8) : 0;
  const parts: Part[] = begin > 0 ? [{ text: '…', hit: false }] : [];
  let left = most;
  for (let i = begin; i < pieces.length && left > 0; i += 1) {
    const piece = pieces[i]!.slice(0, left);
    const before = parts.at(-1);
    if (before && before.hit === hits[i]) before.text += piece;
    else if (piece) parts.push({ text: piece, hit: hits[i]! });
    left -= piece.length;
  }
  return parts;
}
