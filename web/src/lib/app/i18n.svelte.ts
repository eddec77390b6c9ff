import { getLocale, locales, setLocale } from '#lib/paraglide/runtime.js';

export type Locale = (typeof locales)[number];
export { locales };

/** Each language in its own words, so that it is found by who reads it. */
export const languageNames: Record<Locale, string> = { en: 'English', es: 'Español' };

const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur']);

/** The language of this device. The root layout draws everything anew when `locale` changes. */
class I18n {
  locale = $state<Locale>(getLocale());

  constructor() {
    this.#mark();
  }

  set(locale: Locale): void {
    void setLocale(locale, { reload: false });
    this.locale = locale;
    this.#mark();
  }

  #mark(): void {
    document.documentElement.lang = this.locale;
    document.documentElement.dir = RIGHT_TO_LEFT.has(this.locale) ? 'rtl' : 'ltr';
  }
}

export const i18n = new I18n();
