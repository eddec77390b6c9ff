/** A post that is shown in a conversation, from a moment of its video on. */
export type Card = { post_id: string; at_ms?: number };

/** The server takes no later moment: a link that says one would stop all that is to be sent after it. */
const LATEST_S = 86_400;
const POST = /^\/(?:p|watch)\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?$/;

/** The post of this server that an address leads to, where that is all that was said. */
export function cardAt(said: string): Card | null {
  const word = said.trim();
  if (!word.startsWith(`${location.origin}/`) || /\s/.test(word)) return null;
  const { pathname, searchParams } = new URL(word);
  const post_id = POST.exec(pathname)?.[1];
  const seconds = Number(searchParams.get('t') ?? 0);
  if (post_id === undefined) return null;
  return seconds > 0 && seconds <= LATEST_S ? { post_id, at_ms: Math.round(seconds * 1_000) } : { post_id };
}

/** Where a card leads. */
export const hrefOf = ({ post_id, at_ms }: { post_id: string; at_ms?: number | null | undefined }) =>
  at_ms ? `/p/${post_id}?t=${Math.floor(at_ms / 1_000)}` : `/p/${post_id}`;
