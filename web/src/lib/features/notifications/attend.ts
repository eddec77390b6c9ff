import { goto } from '$app/navigation';
import { session } from '#lib/app/session.svelte.ts';
import { live } from '#lib/live/live.svelte.ts';
import type { Entry } from '#lib/live/outbox.ts';
import { forget } from './device.svelte.ts';

type Word = { kind: 'open'; url: string } | { kind: 'unsent'; entry: Entry };

/** What the service worker says to the open app, and what leaves this device with the account. Returns how to end it. */
export function attend(): () => void {
  const worker = (globalThis.navigator as Partial<Navigator>).serviceWorker;
  const heard = ({ data }: MessageEvent<Word>): void => {
    if (data.kind === 'open') void goto(data.url);
    else if (data.kind === 'unsent') void live.queue(data.entry);
  };
  worker?.addEventListener('message', heard);
  // What comes before somebody listens waits for this.
  worker?.startMessages();
  const stay = session.onSignOut(forget);
  return () => {
    worker?.removeEventListener('message', heard);
    stay();
  };
}

/** What is open here is seen: its notification goes. */
export async function seen(conversation_id: string): Promise<void> {
  const registration = await (globalThis.navigator as Partial<Navigator>).serviceWorker?.getRegistration();
  for (const one of (await registration?.getNotifications({ tag: conversation_id })) ?? []) one.close();
}

/** On the app's icon, where it has one. */
export function badge(unread: number): void {
  void (unread > 0 ? navigator.setAppBadge?.(unread) : navigator.clearAppBadge?.())?.catch(() => undefined);
}
