import { region } from '#lib/app/format.ts';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** 3.4 MB, as people and shops count. */
export function bytesWord(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const shown = { style: 'unit', unit: UNITS[step]!, unitDisplay: step === 0 ? 'long' : 'short', maximumFractionDigits: step > 1 ? 1 : 0 } as const;
  return new Intl.NumberFormat(region(), shown).format(bytes / 1000 ** step);
}
