import { self } from '$app/service-worker';

/** What the server pushes; docs/api.md says what each field means. */
export interface Notice {
  kind: 'show' | 'clear' | 'call';
  tag: string;
  title?: string;
  body?: string;
  url?: string;
  icon?: string;
  fresh?: boolean;
  badge?: number;
  account_id?: string;
  conversation_id?: string;
  seq?: number;
  reply?: string;
  read?: string;
  failed?: string;
}

/** TypeScript knows only what every browser has. */
type Options = NotificationOptions & {
  renotify: boolean;
  timestamp: number;
  actions: { action: string; title: string; type?: 'button' | 'text'; placeholder?: string }[];
};

const ICON = '/icon-192.png';
/** All of them are one where they say nothing. */
const ANYTHING = 'new';
/** Who has heard it just now need not hear it again. */
const HEARD_MS = 60_000;

/** A push came. Whoever looks at the conversation at this moment sees it there. */
export async function pushed(notice: Notice): Promise<void> {
  if (notice.badge !== undefined) await count(notice.badge);
  if (notice.kind === 'clear') {
    await close(notice.tag);
    if (notice.badge === 0) await close(ANYTHING);
    return;
  }
  if (await isSeen(notice)) return;
  const [standing] = await self.registration.getNotifications({ tag: notice.tag });
  const heard = standing !== undefined && Date.now() - at(standing) < HEARD_MS;
  const sounds = notice.kind === 'call' || (notice.fresh === true && !heard);
  const options: Options = {
    body: notice.body ?? '',
    tag: notice.tag,
    icon: notice.icon ?? ICON,
    badge: ICON,
    renotify: sounds,
    silent: !sounds,
    requireInteraction: notice.kind === 'call',
    timestamp: Date.now(),
    data: { ...notice, at: heard ? at(standing) : Date.now() },
    actions: actions(notice)
  };
  await self.registration.showNotification(notice.title ?? '', options);
}

/** Its buttons. Where nothing can be typed into a notification, there is none to reply with. */
function actions({ reply, read }: Notice): Options['actions'] {
  const types = 'maxActions' in Notification && Notification.maxActions === 0 ? [] : [reply, read];
  return [
    ...(types.length && reply ? [{ action: 'reply', type: 'text' as const, title: reply, placeholder: reply }] : []),
    ...(types.length && read ? [{ action: 'read', title: read }] : [])
  ];
}

const at = (standing: Notification): number => (standing.data as { at?: number } | null)?.at ?? 0;

/** A call rings in the app wherever one is in it. */
async function isSeen({ kind, url }: Notice): Promise<boolean> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  return windows.some((one) => one.focused && one.visibilityState === 'visible' && (kind === 'call' || new URL(one.url).pathname === url));
}

export async function close(tag: string): Promise<void> {
  for (const one of await self.registration.getNotifications({ tag })) one.close();
}

/** On the app's icon, where there is one. */
async function count(unread: number): Promise<void> {
  const there = self.navigator as WorkerNavigator & Partial<Pick<Navigator, 'setAppBadge' | 'clearAppBadge'>>;
  await (unread > 0 ? there.setAppBadge?.(unread) : there.clearAppBadge?.())?.catch(() => undefined);
}
