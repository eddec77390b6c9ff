// Loaded before the first paint, so that a chosen theme does not flash; a file, so that the page needs no inline script.
try {
  const theme = localStorage.getItem('paperplane:theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  const locale = localStorage.getItem('paperplane:locale');
  if (locale) document.documentElement.lang = locale;
} catch {
  // Storage may be forbidden; the system's theme is right then.
}
