import { compile } from '@inlang/paraglide-js';

/** How the catalogue becomes functions: the same for the build, the tests and the checks, which share the folder. */
export const catalogue = {
  project: './project.inlang',
  outdir: './src/lib/paraglide',
  outputStructure: 'message-modules' as const,
  strategy: ['localStorage', 'preferredLanguage', 'baseLocale'] as ['localStorage', 'preferredLanguage', 'baseLocale'],
  localStorageKey: 'paperplane:locale',
  isServer: 'false',
  emitReadme: false,
  emitPrettierIgnore: false
};

if (import.meta.main) await compile(catalogue);
