import ChartBar from '@lucide/svelte/icons/chart-no-axes-column';
import Link from '@lucide/svelte/icons/link';
import MapPin from '@lucide/svelte/icons/map-pin';
import type { Message } from '#lib/api/types.ts';
import { piecesOf } from '#lib/features/messages/text.ts';
import type { Has } from '#lib/features/search/asked.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Glyph } from '#lib/ui/types.ts';

export type Item = { title: string; about: string; picture: string | null };

/** A kind of things that were said, as a gallery shows it: a further one is a further line here. */
export type Kind = { has: Has; word: () => string; icon: Glyph; nothing: () => string; item: (message: Message) => Item };

export const KINDS: readonly Kind[] = [
  { has: 'link', word: m.order_links, icon: Link, nothing: m.order_links_none, item: linkItem },
  { has: 'location', word: m.order_places, icon: MapPin, nothing: m.order_places_none, item: placeItem },
  { has: 'poll', word: m.order_polls, icon: ChartBar, nothing: m.order_polls_none, item: pollItem }
];

/** What the page says of itself; where it said nothing, its address. */
export function linkItem({ body, preview }: Message): Item {
  if (preview) return { title: preview.title, about: preview.site, picture: preview.image_id ? `/media/previews/${preview.image_id}.webp` : null };
  const href = body?.type === 'text' ? (piecesOf(body.text).find((piece) => piece.href !== null)?.href ?? '') : '';
  const { host, pathname } = URL.parse(href) ?? { host: '', pathname: '' };
  return { title: host + (pathname === '/' ? '' : pathname), about: host, picture: null };
}

export function placeItem({ body }: Message): Item {
  if (body?.type !== 'location') return { title: '', about: '', picture: null };
  const numbers = `${body.latitude.toFixed(5)}, ${body.longitude.toFixed(5)}`;
  return { title: body.label || numbers, about: body.label ? numbers : '', picture: null };
}

export function pollItem({ body, votes, closed_at }: Message): Item {
  if (body?.type !== 'poll') return { title: '', about: '', picture: null };
  const over = closed_at ?? body.closes_at;
  const closed = over && Date.parse(over) <= Date.now() ? ` · ${m.order_poll_closed()}` : '';
  return { title: body.question, about: m.order_votes({ count: votes?.voters ?? 0 }) + closed, picture: null };
}

/** The newest first, month by month. `name` gives the month its name. */
export function byMonth(messages: readonly Message[], name: (at: string) => string): { month: string; messages: Message[] }[] {
  const months: { month: string; messages: Message[] }[] = [];
  for (const message of [...messages].sort((a, b) => b.seq - a.seq)) {
    const month = name(message.sent_at);
    const last = months.at(-1);
    if (last?.month === month) last.messages.push(message);
    else months.push({ month, messages: [message] });
  }
  return months;
}
