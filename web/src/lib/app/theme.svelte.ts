export type Theme = 'system' | 'light' | 'dark';

const KEPT = 'paperplane:theme';

/** The chosen theme. static/theme.js applies it before the first paint; this changes it while the app runs. */
class Choice {
  value = $state<Theme>((localStorage.getItem(KEPT) as Theme | null) ?? 'system');

  set(theme: Theme): void {
    this.value = theme;
    if (theme === 'system') {
      localStorage.removeItem(KEPT);
      delete document.documentElement.dataset['theme'];
    } else {
      localStorage.setItem(KEPT, theme);
      document.documentElement.dataset['theme'] = theme;
    }
  }
}

export const theme = new Choice();
