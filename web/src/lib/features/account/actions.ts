import { goto } from '$app/navigation';
import { page } from '$app/state';
import { api } from '#lib/api/client.ts';
import type { SignedIn } from '#lib/api/types.ts';
import { i18n, locales, type Locale } from '#lib/app/i18n.svelte.ts';
import { session } from '#lib/app/session.svelte.ts';

export type NewAccount = {
  handle: string;
  password: string;
  birth_date: string;
  display_name: string;
  email?: string;
  locale: string;
};

/** Where to after signing in: where one wanted to go, if that is on this server. */
function wanted(): string {
  const next = page.url.searchParams.get('next') ?? '';
  return next.startsWith('/') && !next.startsWith('//') && !next.startsWith('/\\') ? next : '/inbox';
}

async function enter({ account }: SignedIn): Promise<void> {
  session.update(account);
  if ((locales as readonly string[]).includes(account.locale)) i18n.set(account.locale as Locale);
  await goto(wanted(), { replaceState: true });
}

export async function signIn(handle: string, password: string): Promise<void> {
  await enter(await api.post<SignedIn>('/sessions', { handle, password }));
}

export async function signUp(account: NewAccount): Promise<void> {
  await enter(await api.post<SignedIn>('/accounts', account));
}

export async function continueAs(handle: string): Promise<void> {
  await enter(await api.post<SignedIn>('/demo/sessions', { handle }));
}
