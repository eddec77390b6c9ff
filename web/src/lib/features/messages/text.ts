import { tokenize } from 'linkifyjs';

export type Piece = { text: string; href: string | null };

/** Only these leave the app by a tap: a `javascript:` or `data:` address is never a link. */
const SAFE = /^(https?|mailto):/i;
const MOST_EMOJI = 3;
const EMOJI = /^(\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3)/u;

/** The text in pieces, those that are addresses with where they lead. Joined, the pieces are the text. */
export function piecesOf(text: string): Piece[] {
  // Most messages hold no address, and these three signs are in every one that does.
  if (!/[.:@]/.test(text)) return [{ text, href: null }];
  const pieces: Piece[] = [];
  for (const token of tokenize(text)) {
    const href = token.isLink ? token.toHref('https') : null;
    const safe = href !== null && SAFE.test(href) ? href : null;
    const before = pieces.at(-1);
    if (safe === null && before?.href === null) before.text += token.v;
    else pieces.push({ text: token.v, href: safe });
  }
  return pieces;
}

const INVISIBLE = /^[\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]*$/u;

/** Whether nothing of it can be seen: the server takes it for empty too. */
export function isBlank(text: string): boolean {
  return INVISIBLE.test(text);
}

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** One to three emoji and nothing else: drawn larger, without a bubble. */
export function isOnlyEmoji(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > 40) return false;
  const signs = [...letters.segment(trimmed)].map(({ segment }) => segment).filter((sign) => sign.trim() !== '');
  return signs.length <= MOST_EMOJI && signs.every((sign) => EMOJI.test(sign) && !/^\d$/.test(sign));
}

const MARKS = /(?<![\p{L}\p{N}])(\*\*|~~|`|\*|_)(?=\S)(.+?)(?<=\S)\1(?![\p{L}\p{N}])/gu;

/** One line of it, for a list: what light Markdown marks stands there without its signs. */
export function firstLine(text: string): string {
  return text.slice(0, 1_000).replace(MARKS, '$2').replace(/\s+/g, ' ').trim().slice(0, 200);
}

/** Whether a sign of Markdown stands in it; most messages hold none, and need not know of it. */
export function mayBeMarked(text: string): boolean {
  return /[*_~`]|^ {0,3}(>|[-+] |\d{1,4}[.)] )/m.test(text);
}
