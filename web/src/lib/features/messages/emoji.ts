import { folded } from './find.ts';

export type Emoji = { unicode: string; label: string; tags?: string[]; group?: number; order?: number };

export const QUICK = ['👍', '❤️', '😂', '😮', '😢', '🙏'];
/** Skin tones and hair by themselves. */
const COMPONENTS = 2;

/** In the order of the keyboards people know; its words in their language, from a file that comes when it is needed. */
export async function loadEmoji(locale: string): Promise<Emoji[]> {
  const { default: all } = locale === 'es' ? await import('emojibase-data/es/compact.json') : await import('emojibase-data/en/compact.json');
  return (all as Emoji[])
    .filter(({ group }) => group !== undefined && group !== COMPONENTS)
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
}

/** Each word of the question begins a word of the name, or a tag. */
export function emojiFor(question: string, all: readonly Emoji[]): Emoji[] {
  const asked = folded(question).split(/\s+/).filter(Boolean);
  if (asked.length === 0) return [...all];
  return all.filter(({ label, tags = [] }) => {
    const words = [label, ...tags].flatMap((name) => folded(name).split(/[\s:,-]+/));
    return asked.every((word) => words.some((own) => own.startsWith(word)));
  });
}
