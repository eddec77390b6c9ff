import { i18n } from '#lib/app/i18n.svelte.ts';

/** '1 minute 4 seconds': how it is read aloud. */
export function inWords(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const say = (value: number, unit: string) => new Intl.NumberFormat(i18n.locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
  const whole = Math.floor(seconds / 60);
  return [whole > 0 && say(whole, 'minute'), (whole === 0 || seconds % 60 > 0) && say(seconds % 60, 'second')].filter(Boolean).join(' ');
}
