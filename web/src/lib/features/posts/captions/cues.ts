/** What is said from when to when, in ms. `words` as they are read; `settings`: where they stand, as WebVTT has it. */
export type Cue = { id: number; start: number; end: number; words: string; settings: string };

const TAG = /<\/?[biuv]>|<v [^<>&\n]+>/g;
/** Shorter than this nobody reads anything. */
export const LEAST_MS = 200;
export const NEW_MS = 2_000;
/** Beyond these WebVTT on the server takes no more. */

let last = 0;
export const nextId = (): number => (last += 1);
const clamp = (ms: number, low: number, high: number) => Math.round(Math.min(high, Math.max(low, ms)));
const together = (...words: string[]) => words.filter(Boolean).join('\n');

/** In their order and one after the other, as they can be edited: what was said at the same moment is said as one. */
export function apart(cues: readonly Cue[], whole: number): Cue[] {
  const list: Cue[] = [];
  for (const cue of [...cues].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const before = list.at(-1);
    if (before && (cue.start - before.start < LEAST_MS || cue.start > whole - LEAST_MS)) list[list.length - 1] = { ...before, end: Math.max(before.end, cue.end), words: together(before.words, cue.words) };
    else {
      if (before) list[list.length - 1] = { ...before, end: Math.min(before.end, cue.start) };
      list.push({ ...cue, end: Math.max(cue.end, cue.start + LEAST_MS) });
    }
  }
  const final = list.at(-1);
  if (final) list[list.length - 1] = { ...final, start: Math.min(final.start, Math.max(0, whole - LEAST_MS)), end: Math.min(final.end, Math.max(whole, LEAST_MS)) };
  return list;
}

/** Between what is said before and after it. */
function room(cues: readonly Cue[], at: number, whole: number): [number, number] {
  return [cues[at - 1]?.end ?? 0, cues[at + 1]?.start ?? whole];
}

const changed = (cues: readonly Cue[], at: number, change: Partial<Cue>): Cue[] => cues.map((cue, n) => (n === at ? { ...cue, ...change } : cue));

/** One edge goes as far as there is room. */
export function shifted(cues: readonly Cue[], id: number, edge: 'start' | 'end', to: number, whole: number): Cue[] {
  const at = cues.findIndex((cue) => cue.id === id);
  const cue = cues[at];
  if (!cue) return [...cues];
  const [low, high] = room(cues, at, whole);
  return changed(cues, at, edge === 'start' ? { start: clamp(to, low, cue.end - LEAST_MS) } : { end: clamp(to, cue.start + LEAST_MS, high) });
}

/** All of it goes, as long as it is, as far as there is room. */
export function moved(cues: readonly Cue[], id: number, to: number, whole: number): Cue[] {
  const at = cues.findIndex((cue) => cue.id === id);
  const cue = cues[at];
  if (!cue) return [...cues];
  const [low, high] = room(cues, at, whole);
  const long = cue.end - cue.start;
  const start = clamp(to, low, Math.max(low, high - long));
  return changed(cues, at, { start, end: start + long });
}

/** Two of one: at a moment, and between the words that are nearest to the same part of them, or at `caret`. */
export function split(cues: readonly Cue[], id: number, moment: number, caret: number | null = null): Cue[] {
  const at = cues.findIndex((cue) => cue.id === id);
  const cue = cues[at];
  if (!cue || cue.end - cue.start < 2 * LEAST_MS) return [...cues];
  const inside = moment > cue.start && moment < cue.end;
  const cut = clamp(inside ? moment : (cue.start + cue.end) / 2, cue.start + LEAST_MS, cue.end - LEAST_MS);
  const wanted = caret ?? (cue.words.length * (cut - cue.start)) / (cue.end - cue.start);
  const gaps = [0, ...[...cue.words.matchAll(/\s+/g)].map(({ index }) => index), cue.words.length];
  const gap = gaps.reduce((best, one) => (Math.abs(one - wanted) < Math.abs(best - wanted) ? one : best));
  const halves = [
    { ...cue, end: cut, words: cue.words.slice(0, gap).trim() },
    { ...cue, id: nextId(), start: cut, words: cue.words.slice(gap).trim() }
  ];
  return [...cues.slice(0, at), ...halves, ...cues.slice(at + 1)];
}

/** One of two: it and what is said next. */
export function merged(cues: readonly Cue[], id: number): Cue[] {
  const at = cues.findIndex((cue) => cue.id === id);
  const [cue, next] = [cues[at], cues[at + 1]];
  if (!cue || !next) return [...cues];
  return [...cues.slice(0, at), { ...cue, end: next.end, words: together(cue.words, next.words), settings: cue.settings || next.settings }, ...cues.slice(at + 2)];
}

/** Something new at a moment, or in the next room after it; null where there is none. */
export function added(cues: readonly Cue[], moment: number, whole: number): { cues: Cue[]; id: number } | null {
  for (let at = cues.findIndex(({ end }) => end > moment), first = true; ; at += 1, first = false) {
    const place = at === -1 ? cues.length : at;
    const low = Math.max(first ? moment : 0, cues[place - 1]?.end ?? 0);
    const high = Math.min(whole, cues[place]?.start ?? whole);
    if (high - low >= LEAST_MS) {
      const cue = { id: nextId(), start: Math.round(low), end: Math.round(Math.min(high, low + NEW_MS)), words: '', settings: '' };
      return { cues: [...cues.slice(0, place), cue, ...cues.slice(place)], id: cue.id };
    }
    if (place >= cues.length) return null;
  }
}

/** Without tags, in one line: where there is little room. */
export const bare = (words: string): string => words.replace(TAG, '').replace(/\s+/g, ' ').trim();

/** What is said at a moment. */
export const spoken = (cues: readonly Cue[], moment: number): Cue | undefined => cues.find(({ start, end }) => start <= moment && moment < end);

const plain = (words: string) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Words with the few tags that captions have, the rest as plain signs; no line of them is empty. */
function coded(words: string): string {
  let from = 0;
  let out = '';
  for (const tag of words.matchAll(TAG)) {
    out += plain(words.slice(from, tag.index)) + tag[0];
    from = tag.index + tag[0].length;
  }
  return (out + plain(words.slice(from))).split('\n').map((line) => line.trim()).filter(Boolean).join('\n');
}

const NAMED: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&nbsp;': '\u00a0', '&lrm;': '\u200e', '&rlm;': '\u200f' };
/** As somebody reads it. */
export const decoded = (words: string): string => words.replace(/&(?:lt|gt|amp|nbsp|lrm|rlm);/g, (name) => NAMED[name] ?? name);

function time(ms: number): string {
  const [hours, minutes, seconds] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, Math.floor(ms / 1_000) % 60];
  return [hours, minutes, seconds].map((part) => String(part).padStart(2, '0')).join(':') + `.${String(ms % 1_000).padStart(3, '0')}`;
}

/** As WebVTT; what says nothing is left out. */
export function written(cues: readonly Cue[]): string {
  const blocks = cues.map((cue) => ({ ...cue, words: coded(cue.words) })).filter(({ words }) => words !== '');
  return ['WEBVTT', ...blocks.map(({ start, end, settings, words }) => `${time(start)} --> ${time(end)}${settings && ` ${settings}`}\n${words}`)].join('\n\n') + '\n';
}
