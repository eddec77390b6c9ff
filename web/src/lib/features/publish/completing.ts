/** What is being typed behind an @ or a # before the caret, and where that sign is (in halves of characters). */
export type Question = { sign: '@' | '#'; at: number; typed: string };

const WORD = /(?<![\p{L}\p{N}_@#&/.])([@#])([\p{L}\p{N}_.]*)$/u;
const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();

export function questionOf(text: string, caret: number): Question | null {
  const found = WORD.exec(text.slice(0, caret));
  if (!found) return null;
  const [, sign, typed] = found as unknown as [string, '@' | '#', string];
  return { sign, at: found.index, typed };
}

/** Those that begin as typed, the most used first. */
export function tagsLike(known: ReadonlyMap<string, number>, typed: string, most: number): string[] {
  const wanted = folded(typed);
  const fits = [...known].filter(([tag]) => folded(tag).startsWith(wanted) && folded(tag) !== wanted);
  return fits.sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).slice(0, most).map(([tag]) => tag);
}
