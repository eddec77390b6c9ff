import ChartBar from '@lucide/svelte/icons/chart-no-axes-column';
import File from '@lucide/svelte/icons/file';
import Film from '@lucide/svelte/icons/film';
import Images from '@lucide/svelte/icons/images';
import Link from '@lucide/svelte/icons/link';
import MapPin from '@lucide/svelte/icons/map-pin';
import type { MediaItem, Message } from '#lib/api/types.ts';
import { piecesOf } from '#lib/features/messages/text.ts';
import { bytesWord } from '#lib/features/media/words.ts';
import type { Has } from '#lib/features/search/asked.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Glyph } from '#lib/ui/types.ts';

export type Item = { title: string; about: string; picture: string | null };

/** A kind of things that were said, as a gallery shows it: a further one is a further line here. `pictures`: side by side. */
export type Kind = { has: Has; word: () => string; icon: Glyph; nothing: () => string; item: (message: Message) => Item; pictures?: 'photo' | 'video' };

export const KINDS: readonly Kind[] = [
  { has: 'photo', word: m.media_photos, icon: Images, nothing: m.media_photos_none, item: fileItem, pictures: 'photo' },
  { has: 'video', word: m.media_videos, icon: Film, nothing: m.media_videos_none, item: fileItem, pictures: 'video' },
  { has: 'file', word: m.media_all_files, icon: File, nothing: m.media_all_files_none, item: fileItem },
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

export function fileItem({ body }: Message): Item {
  const files = body?.type === 'media' ? body.items.filter(({ kind }) => kind === 'file') : [];
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return { title: files.map(({ name }) => name).join(', '), about: bytes > 0 ? bytesWord(bytes) : '', picture: null };
}

/** The pictures of one kind of a message that anybody may look at more than once. */
export function picturesOf({ body }: Message, kind: 'photo' | 'video'): MediaItem[] {
  return body?.type === 'media' && !body.view_once ? body.items.filter((item) => item.kind === kind) : [];
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
