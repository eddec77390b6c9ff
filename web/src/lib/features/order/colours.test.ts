import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { COLOURS } from './words.ts';

const css = readFileSync('src/app.css', 'utf8');

/** What a token says, in light and dark: `light-dark(a, b)`, one value for both, or another token. */
function token(name: string): string[] {
  const value = new RegExp(`--color-${name}: (.+);`).exec(css)?.[1] ?? '';
  const other = /^var\(--color-(.+)\)$/.exec(value)?.[1];
  if (other) return token(other);
  const both = /^light-dark\((.+\)), (.+)\)$/.exec(value);
  return both ? [both[1]!, both[2]!] : [value, value];
}

/** The relative luminance of WCAG, of an `oklch()`; the matrices are those of the CSS Color Module. */
function luminance(colour: string): number {
  if (colour === '#fff') return 1;
  const [l = 0, c = 0, h = 0] = (/^oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)$/.exec(colour) ?? []).slice(1).map(Number);
  const [a, b] = [c * Math.cos((h * Math.PI) / 180), c * Math.sin((h * Math.PI) / 180)];
  const [x, y, z] = [l + 0.3963377774 * a + 0.2158037573 * b, l - 0.1055613458 * a - 0.0638541728 * b, l - 0.0894841775 * a - 1.291485548 * b].map((n) => n ** 3) as [number, number, number];
  const rgb = [4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z, -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z, -0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z];
  const [red, green, blue] = rgb.map((n) => Math.min(1, Math.max(0, n))) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

test('the measure itself is right', () => {
  expect(contrast('#fff', 'oklch(0 0 0)')).toBeCloseTo(21, 0);
  expect(contrast('#fff', 'oklch(0.5 0 0)')).toBeCloseTo(6, 0);
});

test.each(['accent-fill', ...COLOURS.map(({ colour }) => `own-${colour}`)])('on %s everything that is written can be read, light and dark', (name) => {
  for (const theme of [0, 1]) {
    const fill = token(name)[theme]!;
    expect(fill).toMatch(/^oklch/);
    for (const words of ['white', 'on-fill-2']) expect(contrast(token(words)[theme]!, fill)).toBeGreaterThanOrEqual(4.5);
    // A bubble stands off from what it lies on.
    expect(contrast(token('canvas')[theme]!, fill)).toBeGreaterThanOrEqual(2.5);
  }
});

test('each has its token, and is given where it is chosen', () => {
  for (const { colour } of COLOURS) expect(css).toContain(`[data-colour='${colour}'] {\n    --color-own: var(--color-own-${colour});`);
  expect(new Set(COLOURS.map(({ colour }) => token(`own-${colour}`)[0])).size).toBe(COLOURS.length);
});
