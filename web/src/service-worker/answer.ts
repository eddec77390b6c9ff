import { self } from '$app/service-worker';
import { close, type Notice } from './notice.ts';

const API = '/api/v1';
/** Answers that say nothing of the message: it is tried again when the app is open. */
const PASSING = [401, 429, 500, 502, 503, 504];

function ask(method: string, path: string, body: unknown): Promise<Response> {
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json', 'X-Paperplane-Web': '1' };
  return fetch(API + path, { method, headers, credentials: 'same-origin', body: JSON.stringify(body) });
}

/** A notification was tapped: the conversation opens, in the window that is there already or in a new one. */
export async function opened(notice: Notice): Promise<void> {
  const url = notice.url ?? '/inbox';
  await close(notice.tag);
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const window = windows.find(({ focused }) => focused) ?? windows[0];
  if (!window) {
    await self.clients.openWindow(url);
    return;
  }
  window.postMessage({ kind: 'open', url });
  await window.focus().catch(() => undefined);
}

export async function read({ tag, conversation_id, seq }: Notice): Promise<void> {
  const answer = await ask('PUT', `/conversations/${conversation_id}/marks`, { read_seq: seq }).catch(() => null);
  if (answer?.ok) await close(tag);
}

/**
 * What was typed into a notification. It is kept like every unsent message before it leaves, under the one name that
 * makes a second try the same message; the app sends what could not be sent here.
 */
export async function replied(notice: Notice, typed: string): Promise<void> {
  const text = typed.trim();
  if (text === '' || !notice.conversation_id || !notice.account_id) return;
  const client_id = crypto.randomUUID();
  const body = { type: 'text', text };
  const entry = { client_id, conversation_id: notice.conversation_id, at: Date.now(), state: 'pending', problem: null, body };
  const outbox = await unsent(notice.account_id).catch(() => null);
  await outbox?.keep(entry);
  const answer = await ask('POST', `/conversations/${notice.conversation_id}/messages`, { client_id, body }).catch(() => null);
  if (answer?.ok) {
    await outbox?.drop(client_id);
    await read(notice);
    return;
  }
  if (answer && !PASSING.includes(answer.status)) {
    const problem: unknown = await answer.json().catch(() => null);
    if (problem) await outbox?.keep({ ...entry, state: 'failed', problem });
  }
  for (const window of await self.clients.matchAll({ type: 'window', includeUncontrolled: true })) window.postMessage({ kind: 'unsent', entry });
  await self.registration.showNotification(notice.title ?? '', {
    body: notice.failed ?? text, tag: notice.tag, icon: notice.icon ?? '/icon-192.png',
    data: { ...notice, url: `/inbox/${notice.conversation_id}` }
  });
}

interface Unsent {
  keep(entry: { client_id: string }): Promise<unknown>;
  drop(client_id: string): Promise<unknown>;
}

/** The account's own store (lib/live/store.ts), where it is still there: after a sign-out nothing may come back. */
async function unsent(account_id: string): Promise<Unsent> {
  const opening = indexedDB.open(`paperplane:${account_id}`);
  opening.onupgradeneeded = () => opening.transaction?.abort();
  const db = await done(opening);
  const outbox = () => db.transaction('outbox', 'readwrite').objectStore('outbox');
  return { keep: (entry) => done(outbox().put(entry)), drop: (client_id) => done(outbox().delete(client_id)) };
}

function done<T>(asked: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error('not kept'));
  });
}

/** The browser made its subscription anew. Whoever is signed in is told there from now on. */
export async function resubscribe(old: PushSubscription | null): Promise<void> {
  const key = old?.options.applicationServerKey;
  if (!key) return;
  const fresh = await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = fresh.toJSON();
  await ask('PUT', '/me/push', { endpoint, keys });
}
