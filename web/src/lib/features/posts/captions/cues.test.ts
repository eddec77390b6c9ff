import { expect, test } from 'vitest';
import { added, apart, bare, decoded, LEAST_MS, merged, moved, nextId, shifted, split, spoken, written, type Cue } from './cues.ts';

const WHOLE = 20_000;
const cue = (start: number, end: number, words: string): Cue => ({ id: nextId(), start, end, words, settings: '' });
const said = (cues: readonly Cue[]) => cues.flatMap(({ words }) => words.split(/\s+/)).filter(Boolean).join(' ');

/** Numbers as if by chance, the same ones each time. */
function drawn(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

function holds(cues: readonly Cue[]): void {
  cues.forEach(({ start, end }, n) => {
    expect(Number.isInteger(start) && Number.isInteger(end)).toBe(true);
    expect(end - start).toBeGreaterThanOrEqual(LEAST_MS);
    expect(start).toBeGreaterThanOrEqual(cues[n - 1]?.end ?? 0);
    expect(end).toBeLessThanOrEqual(WHOLE);
  });
  expect(new Set(cues.map(({ id }) => id)).size).toBe(cues.length);
}

test('whatever is done to them, none stands over another and no word is lost', () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const draw = drawn(seed);
    let words = 0;
    const brought = Array.from({ length: draw(9) }, () => {
      const start = draw(WHOLE + 3_000);
      return cue(start, start + 1 + draw(6_000), Array.from({ length: draw(5) }, () => `w${(words += 1)}`).join(draw(2) ? ' ' : '\n'));
    });
    let cues = apart(brought, WHOLE);
    const all = new Set(said(cues).split(' '));
    expect(all).toEqual(new Set(said(brought).split(' ')));
    holds(cues);
    for (let step = 0; step < 40; step += 1) {
      const id = cues[draw(cues.length)]?.id ?? 0;
      const to = draw(WHOLE * 2) - WHOLE / 2 + 0.4;
      const order = said(cues);
      cues = [
        () => shifted(cues, id, draw(2) ? 'start' : 'end', to, WHOLE),
        () => moved(cues, id, to, WHOLE),
        () => split(cues, id, to, draw(2) ? draw(20) : null),
        () => merged(cues, id),
        () => added(cues, Math.max(0, Math.min(WHOLE, to)), WHOLE)?.cues ?? cues
      ][draw(5)]!();
      holds(cues);
      expect(said(cues)).toBe(order);
    }
  }
});

test('one is split where it is heard, and is one again', () => {
  const before = [cue(0, 4_000, 'the kite flies over the sea')];
  const two = split(before, before[0]!.id, 1_000);
  expect(two.map(({ start, end, words }) => [start, end, words])).toEqual([[0, 1_000, 'the kite'], [1_000, 4_000, 'flies over the sea']]);
  expect(split(before, before[0]!.id, 1_000, 20).map(({ words }) => words)).toEqual(['the kite flies over', 'the sea']);
  expect(merged(two, two[0]!.id).map(({ start, end, words }) => [start, end, words])).toEqual([[0, 4_000, 'the kite\nflies over the sea']]);
  const short = [cue(0, LEAST_MS, 'x y')];
  expect(split(short, short[0]!.id, 100)).toEqual(short);
});

test('an edge stops at its neighbour, and what is moved stays as long as it is', () => {
  const cues = [cue(0, 1_000, 'a'), cue(2_000, 3_000, 'b'), cue(3_500, 4_000, 'c')];
  const times = (list: Cue[]) => list.map(({ start, end }) => [start, end])[1];
  expect(times(shifted(cues, cues[1]!.id, 'start', 0, WHOLE))).toEqual([1_000, 3_000]);
  expect(times(shifted(cues, cues[1]!.id, 'end', 9_999, WHOLE))).toEqual([2_000, 3_500]);
  expect(times(shifted(cues, cues[1]!.id, 'end', 0, WHOLE))).toEqual([2_000, 2_000 + LEAST_MS]);
  expect(times(moved(cues, cues[1]!.id, 9_999, WHOLE))).toEqual([2_500, 3_500]);
});

test('something new goes where there is room', () => {
  const cues = [cue(0, 1_000, 'a'), cue(1_000, 3_000, 'b')];
  expect(added(cues, 500, WHOLE)?.cues.map(({ start, end }) => [start, end])).toEqual([[0, 1_000], [1_000, 3_000], [3_000, 5_000]]);
  expect(added([cue(0, WHOLE, 'a')], 500, WHOLE)).toBeNull();
  expect(added([], 19_000, WHOLE)?.cues.map(({ start, end }) => [start, end])).toEqual([[19_000, WHOLE]]);
  expect(spoken(cues, 999)?.words).toBe('a');
  expect(spoken(cues, 3_000)).toBeUndefined();
});

test('they are written as the server wants them', () => {
  const cues = [cue(61_500, 3_661_007, '<v Ana>I <3 <i>you</i> & me\n\n--> on'), { ...cue(0, 500, 'x'), settings: 'align:start' }, cue(0, 500, '  ')];
  expect(written(cues)).toBe('WEBVTT\n\n00:01:01.500 --> 01:01:01.007\n<v Ana>I &lt;3 <i>you</i> &amp; me\n--&gt; on\n\n00:00:00.000 --> 00:00:00.500 align:start\nx\n');
  expect(bare(cues[0]!.words)).toBe('I <3 you & me --> on');
  expect(decoded('I &lt;3 &amp;amp; you &x;')).toBe('I <3 &amp; you &x;');
});
