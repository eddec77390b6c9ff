import type { Mention, PackEmoji } from '#lib/api/types.ts';
import { piecesOf, type Piece } from './text.ts';

/** Who is named by a piece of a text, or which picture; `account_id` null: everybody. */
export type Named = { text: string; account_id: string | null; picture?: PackEmoji };
export type Word = Piece & { named?: Named };

/** A text in which each name is one sign that stands nowhere else in it, so that nothing cuts a name in two. */
export type Covered = { text: string; names: ReadonlyMap<string, Named> };

const PRIVATE_USE = [0xe000, 0xf8ff] as const;

/** The server counts characters (code points), JavaScript halves of them. What does not fit the text is no mention. */
export function cover(text: string, mentions: readonly Mention[], emoji: readonly PackEmoji[] = []): Covered {
  if (mentions.length === 0 && emoji.length === 0) return { text, names: new Map() };
  const points = [...text];
  const used = new Set(points);
  const names = new Map<string, Named>();
  let free = PRIVATE_USE[0] as number;
  for (const { at, length, account_id } of [...mentions].sort((a, b) => b.at - a.at)) {
    while (used.has(String.fromCodePoint(free))) free += 1;
    if (free > PRIVATE_USE[1] || points[at] !== '@' || at + length > points.length) continue;
    const sign = String.fromCodePoint(free);
    used.add(sign);
    names.set(sign, { text: points.splice(at, length, sign).join(''), account_id });
  }
  let covered = points.join('');
  for (const picture of emoji) {
    const word = `:${picture.name}:`;
    while (used.has(String.fromCodePoint(free))) free += 1;
    if (free > PRIVATE_USE[1] || !covered.includes(word)) continue;
    const sign = String.fromCodePoint(free);
    used.add(sign);
    names.set(sign, { text: word, account_id: null, picture });
    covered = covered.replaceAll(word, sign);
  }
  return { text: covered, names };
}

/** A part of a covered text in pieces: addresses, names, and what stands between. */
export function wordsOf(part: string, names: Covered['names']): Word[] {
  if (names.size === 0) return piecesOf(part);
  const words: Word[] = [];
  let between = '';
  for (const sign of part) {
    const named = names.get(sign);
    if (named === undefined) {
      between += sign;
      continue;
    }
    if (between !== '') words.push(...piecesOf(between));
    words.push({ text: named.text, href: null, named });
    between = '';
  }
  return between === '' ? words : [...words, ...piecesOf(between)];
}
