import { base } from '#lib/api/client.ts';
import type { Message, Pack, PackEmoji, Picture, StickerBody } from '#lib/api/types.ts';
import { limits } from '#lib/app/limits.svelte.ts';
import { door, type Place } from '#lib/features/media/places.ts';

export type InPack = { pack: Pack; picture: Picture };

const MOST_RECENT = 8;
const MOST_NAMED = 20;

/** Where a picture is read: by the message that shows it or, before it is sent, by its pack, which a message may have shown. */
export function pictureAt(pack_id: string, media_id: string, variant: 'small' | 'sticker', by?: Place): string {
  const query = by ? `?conversation_id=${encodeURIComponent(by.conversation_id)}&seq=${by.seq}` : '';
  return `${base}/packs/${pack_id}/pictures/${media_id}/${variant}${query}`;
}

export function shownAt(pack_id: string, media_id: string, variant: 'small' | 'sticker', room: string | undefined, seq: number | null): string {
  return room && seq !== null ? door({ conversation_id: room, seq }, { media_id }, variant) : pictureAt(pack_id, media_id, variant);
}

const fold = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** What is found by its name, what it shows, what it stands for, or the name of its pack. */
export function matching(all: readonly Pack[], query: string): InPack[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const inside = all.flatMap((pack) => pack.pictures.map((picture) => ({ pack, picture })));
  return inside.filter(({ pack, picture }) => {
    const said = fold(`${picture.name} ${picture.item.alt ?? ''} ${pack.title}`).split(/[\s_]+/);
    return words.every((word) => picture.emoji === word || said.some((one) => one.startsWith(word)));
  });
}

/** What I have sent last, of what I may still use here. */
export function recent(messages: readonly Message[], all: readonly Pack[], me: string): InPack[] {
  const found = new Map<string, InPack>();
  for (const { body, sender } of messages.toSorted((a, b) => b.sent_at.localeCompare(a.sent_at))) {
    if (sender !== me || body?.type !== 'sticker' || found.has(body.item.media_id)) continue;
    const pack = all.find(({ id }) => id === body.pack_id);
    const picture = pack?.pictures.find(({ item }) => item.media_id === body.item.media_id);
    if (pack && picture) found.set(body.item.media_id, { pack, picture });
    if (found.size === MOST_RECENT) break;
  }
  return [...found.values()];
}

/** The pictures that stand in a text by their names; of two with one name the first. */
export function namedIn(all: readonly Pack[], text: string): PackEmoji[] {
  if (!text.includes(':')) return [];
  const found = new Map<string, PackEmoji>();
  for (const { id, pictures } of all) {
    for (const { kind, name, item } of pictures) {
      if (kind === 'emoji' && !found.has(name) && text.includes(`:${name}:`)) found.set(name, { name, pack_id: id, item });
    }
  }
  return [...found.values()].slice(0, MOST_NAMED);
}

/** As the server will say it. */
export function asSticker({ pack, picture }: InPack): StickerBody {
  const { item, name, emoji, kind } = picture;
  return { type: 'sticker', item, pack_id: pack.id, look: kind === 'gif' ? 'gif' : 'sticker', name, emoji };
}

/** A name out of a file's, that no other picture has. */
export function nameFor(file: string, taken: ReadonlySet<string>): string {
  const plain = file.replace(/\.[^.]{1,5}$/, '').normalize('NFC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '_').replace(/^_+|_+$/g, '');
  const stem = plain.slice(0, limits.sizes.picture_name_chars - 3) || 'picture';
  let name = stem;
  for (let next = 2; taken.has(name); next += 1) name = `${stem}${next}`;
  return name;
}
