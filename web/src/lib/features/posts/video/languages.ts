import { getLocale } from '#lib/paraglide/runtime.js';

/** A language as it is called by whoever reads this screen. */
export function languageName(lang: string): string {
  try {
    const name = new Intl.DisplayNames([getLocale()], { type: 'language' }).of(lang) ?? lang;
    return name.charAt(0).toLocaleUpperCase(getLocale()) + name.slice(1);
  } catch {
    return lang;
  }
}
