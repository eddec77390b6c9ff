import type { Component } from 'svelte';

/** An icon of @lucide/svelte, imported one by one. */
export type Glyph = Component<any>;

export type Picture = { small: string; medium: string; large: string } | null;

export type MenuEntry = {
  label: string;
  icon: Glyph;
  act: () => unknown;
  danger?: boolean;
};

export type TabEntry = {
  label: string;
  href: string;
  current: boolean;
  icon?: Glyph;
  count?: number;
  /** counts people who wrote: blue. Everything else is grey. */
  people?: boolean;
};
