import type { Mention } from '#lib/api/types.ts';

export type Piece = { text: string; href: string | null; outside?: boolean };

const MARKED = /(?<![\p{L}\p{N}_&/])#(?<tag>[\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*)|(?<link>https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}'])/gu;

/** A text in pieces: who is named leads to them, a #tag to what has it, an address out. `mentions` count characters as people do. */
export function pieces(text: string, mentions: readonly Mention[] = []): Piece[] {
  const letters = [...text];
  const found: Piece[] = [];
  let at = 0;
  for (const mention of [...mentions].sort((a, b) => a.at - b.at)) {
    if (mention.at < at) continue;
    found.push(...marked(letters.slice(at, mention.at).join('')));
    at = mention.at + mention.length;
    const name = letters.slice(mention.at, at).join('');
    found.push({ text: name, href: `/u/${encodeURIComponent(name.replace(/^@/, '').toLowerCase())}` });
  }
  return [...found, ...marked(letters.slice(at).join(''))];
}

function marked(text: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(MARKED)) {
    const { tag, link } = match.groups ?? {};
    if (match.index > at) found.push({ text: text.slice(at, match.index), href: null });
    if (tag) found.push({ text: match[0], href: `/tags/${encodeURIComponent(tag.toLowerCase())}` });
    else found.push({ text: match[0], href: link ?? null, outside: true });
    at = match.index + match[0].length;
  }
  if (at < text.length) found.push({ text: text.slice(at), href: null });
  return found;
}
