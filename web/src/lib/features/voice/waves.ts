/** As the server draws them: at most so many bars, the loudest so high. */
export const BARS = 100;
export const LOUDEST = 31;

/** So many bars of what was heard, each as loud as its loudest moment. */
export function squeezed(levels: readonly number[], bars: number): number[] {
  const count = Math.min(bars, levels.length);
  return Array.from({ length: count }, (_, bar) => {
    const [from, to] = [Math.floor((levels.length * bar) / count), Math.floor((levels.length * (bar + 1)) / count)];
    return Math.max(...levels.slice(from, to));
  });
}

/** What was heard here, as the server will draw it. Levels are peaks, from 0 to 1. */
export function waveform(levels: readonly number[]): number[] {
  const peaks = squeezed(levels, BARS);
  const most = Math.max(0, ...peaks) || 1;
  return peaks.map((peak) => Math.round(LOUDEST * Math.sqrt(peak / most)));
}

/** A level as high as it is drawn while one speaks: quiet voices are seen too. */
export function height(level: number): number {
  return Math.round(LOUDEST * Math.sqrt(Math.min(1, Math.max(0, level))));
}
