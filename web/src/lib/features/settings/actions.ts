import { api } from '#lib/api/client.ts';
import type { Me, Profile } from '#lib/api/types.ts';
import { i18n, type Locale } from '#lib/app/i18n.svelte.ts';
import { sentence } from '#lib/app/problems.ts';
import { session } from '#lib/app/session.svelte.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { profiles } from '#lib/features/profile/profiles.svelte.ts';

/** My profile as the server keeps it now: the profile page and the bar of places follow. */
export function taken(profile: Profile): void {
  profiles.of(profile.handle).show(profile);
  if (session.me) session.update({ ...session.me, display_name: profile.display_name, avatar: profile.avatar });
}

/** Shows the change at once; a refusal takes exactly it back. */
export async function setPrivacy(change: Partial<Pick<Me, 'private' | 'relay_calls' | 'mentions_reach' | 'show_typing' | 'show_recording' | 'show_presence' | 'show_receipts' | 'quiet_hours'>>): Promise<void> {
  const before = session.me;
  if (!before) return;
  session.update({ ...before, ...change });
  try {
    session.update(await api.patch<Me>('/me', change));
  } catch (problem) {
    const undo = Object.fromEntries(Object.keys(change).map((key) => [key, before[key as keyof Me]]));
    if (session.me) session.update({ ...session.me, ...undo });
    toasts.tell(sentence(problem));
  }
}

/** The language changes here at once; the account remembers it for mails and other devices. */
export async function setLanguage(locale: Locale): Promise<void> {
  i18n.set(locale);
  if (!session.me) return;
  try {
    session.update(await api.patch<Me>('/me', { locale }));
  } catch (problem) {
    toasts.tell(sentence(problem));
  }
}
