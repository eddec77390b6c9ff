import { assets, immutable } from '$app/manifest';
import { self } from '$app/service-worker';
import { opened, read, replied, resubscribe } from './answer.ts';
import { pushed, type Notice } from './notice.ts';

/**
 * The app itself without a network: its code, its styles and the one page. What people wrote is not kept here; that is
 * the account's own store, which sign-out wipes. A new version waits until the tabs of the old one are closed; until
 * then this one serves it too, so that without a network nobody falls back behind what they have already seen.
 */
const PREFIX = 'app-';
const PAGE = '/';
const HASHED = '/_app/immutable/';

const paths = [...immutable, ...assets].map(({ path }) => new URL(path, `${self.location.origin}/`).pathname);
// Fonts come when a page has such letters, and the browser keeps them by itself.
const code = paths.filter((path) => !path.endsWith('.woff2') || path.includes('hanken-grotesk-latin-wght'));
const version = PREFIX + hash(paths.join());

/** FNV-1a: tells one build from another, and is no secret. */
function hash(text: string): string {
  let sum = 0x811c9dc5;
  for (const letter of text) sum = Math.imul(sum ^ letter.charCodeAt(0), 0x01000193);
  return (sum >>> 0).toString(16);
}

/** One after the other: the first screen is loading at the same time, and comes first. The page last: then all is there. */
async function keepApp(): Promise<void> {
  const cache = await caches.open(version);
  const start = await fetch(PAGE, { cache: 'no-store' });
  if (!start.ok) throw new Error('The page did not come.');
  for (const path of code) await cache.add(path);
  await cache.put(PAGE, start);
}
self.addEventListener('install', (event) => event.waitUntil(keepApp()));

async function forgetOthers(): Promise<void> {
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== version);
  await Promise.all(others.map((name) => caches.delete(name)));
}
self.addEventListener('activate', (event) => event.waitUntil(forgetOthers()));

/** What is hashed is the same in every version; the rest is this version's own. */
async function fromHere(request: Request): Promise<Response> {
  const own = await caches.open(version);
  return (await own.match(request)) ?? (await caches.match(request)) ?? fetch(request);
}

/** The page of the newest version that is all here. */
async function keptPage(): Promise<Response | undefined> {
  for (const name of (await caches.keys()).filter((name) => name.startsWith(PREFIX)).reverse()) {
    const kept = await (await caches.open(name)).match(PAGE);
    if (kept) return kept;
  }
  return undefined;
}

/** The newest page where there is a network; the kept one where there is none. */
async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (noNetwork) {
    const kept = await keptPage();
    if (kept) return kept;
    throw noNetwork;
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (code.includes(pathname) || pathname.startsWith(HASHED)) event.respondWith(fromHere(request));
});

self.addEventListener('push', (event) => {
  const notice = event.data?.json() as Notice | undefined;
  if (notice) event.waitUntil(pushed(notice));
});

self.addEventListener('notificationclick', (event) => {
  const { action, notification } = event;
  const notice = notification.data as Notice;
  const { reply } = event as NotificationEvent & { reply?: string | null };
  if (action === 'read') event.waitUntil(read(notice));
  else if (action === 'reply' && reply) event.waitUntil(replied(notice, reply));
  else event.waitUntil(opened(notice));
});

self.addEventListener('pushsubscriptionchange', (event) => {
  const { oldSubscription } = event as ExtendableEvent & { oldSubscription?: PushSubscription | null };
  event.waitUntil(resubscribe(oldSubscription ?? null));
});
