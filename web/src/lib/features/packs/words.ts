import type { Picture } from '#lib/api/types.ts';
import { m } from '#lib/paraglide/messages.js';

export const KINDS = [
  { value: 'sticker', label: m.packs_sticker },
  { value: 'emoji', label: m.packs_emoji },
  { value: 'gif', label: m.packs_gif }
] as const;

/** 'frog, Sticker', and what is to be seen where that is said. */
export function pictureWords({ kind, name, emoji, item }: Picture): string {
  const what = KINDS.find(({ value }) => value === kind)!.label();
  return [item.alt || name, emoji, what].filter(Boolean).join(', ');
}
