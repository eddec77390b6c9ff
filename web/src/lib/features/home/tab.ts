import { session } from '#lib/app/session.svelte.ts';

export type FeedTab = 'for-you' | 'following' | 'latest';
type Search = Pick<URLSearchParams, 'get' | 'has'>;
const KEPT = 'paperplane:feed';
const known = (word: string | null): FeedTab | null => (word === 'for-you' || word === 'following' || word === 'latest' ? word : null);

/** Which feed Home shows: the one its address names, else the one looked at last; a minor's is not chosen for them unasked. */
export function tabOf(search: Search, minor: boolean): FeedTab {
  return known(search.get('feed')) ?? known(localStorage.getItem(KEPT)) ?? (minor ? 'following' : 'for-you');
}

/** `once` in the address: it was not they who chose it. */
export function remember(search: Search): void {
  const tab = known(search.get('feed'));
  if (tab && !search.has('once')) localStorage.setItem(KEPT, tab);
}

session.onSignOut(() => localStorage.removeItem(KEPT));
