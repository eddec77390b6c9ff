import { api, ApiError, user } from '#lib/api/client.ts';
import type { Colour, Conversation, Folder, Nickname, Person } from '#lib/api/types.ts';
import { connection } from '#lib/app/connection.svelte.ts';
import { sentence } from '#lib/app/problems.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { conversations } from '#lib/features/messages/conversations.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { folders } from './folders.svelte.ts';
import { moved } from './inFolder.ts';
import { nicknames } from './nicknames.svelte.ts';

const one = (id: string) => `/me/folders/${id}`;

/** Shown at once, and as it was where the server says no; what it answers is what stands. */
async function assumed(after: readonly Folder[], ask: () => Promise<readonly Folder[]>): Promise<void> {
  const before = folders.kept();
  folders.set(after);
  try {
    folders.set(await ask());
  } catch (error) {
    folders.set(before);
    toasts.tell(sentence(error));
  }
}

/** The folder, made; throws what the form has to say. */
export async function make(name: string, rule: Folder['rule'], client_id: string): Promise<Folder> {
  const made = await api.post<Folder>('/me/folders', { name, rule, client_id });
  folders.set([...folders.kept().filter(({ id }) => id !== made.id), made]);
  return made;
}

export async function rename(folder: Folder, name: string): Promise<void> {
  folders.set((await api.patch<{ folders: Folder[] }>(one(folder.id), { name })).folders);
}

export async function move(folder: Folder, step: -1 | 1): Promise<void> {
  const order = moved(folders.kept(), folder.id, step);
  const place = order.findIndex(({ id }) => id === folder.id);
  await assumed(order, async () => (await api.patch<{ folders: Folder[] }>(one(folder.id), { place })).folders);
}

/** Gone from the screen at once. The server, which knows no way back, hears of it when the notice with 'Undo' has gone. */
export function remove({ id, name }: Folder): void {
  folders.leave(id);
  toasts.tell(m.order_deleted({ name }), { label: m.undo(), act: () => folders.stay(id) }, () => void finish(id));
}

async function finish(id: string): Promise<void> {
  try {
    await api.delete(one(id));
    folders.set(folders.kept().filter((folder) => folder.id !== id));
  } catch (error) {
    // Deleted meanwhile on another device: that is what was wanted.
    if (error instanceof ApiError && error.status === 404) await folders.load();
    else toasts.tell(sentence(error));
  } finally {
    folders.stay(id);
  }
}

export async function hold(folder: Folder, head: Conversation, inside: boolean): Promise<void> {
  const others = (folder.conversation_ids ?? []).filter((id) => id !== head.id);
  const after = { ...folder, conversation_ids: inside ? [...others, head.id] : others };
  const path = `${one(folder.id)}/conversations/${head.id}`;
  const put = (found: Folder) => folders.kept().map((other) => (other.id === found.id ? found : other));
  await assumed(put(after), async () => put(await (inside ? api.put<Folder>(path) : api.delete<Folder>(path))));
}

/** Null: by their own name again. Throws what the form has to say. */
export async function call(person: Person, name: string | null): Promise<void> {
  if (name === null) {
    await api.delete(`${user(person.handle)}/nickname`);
    nicknames.set(person.id, null);
  } else {
    const given = await api.put<Nickname>(`${user(person.handle)}/nickname`, { name });
    nicknames.set(given.account_id, given.name);
  }
}

/** Null: the app's own. */
export async function paint({ id }: Conversation, colour: Colour | null): Promise<void> {
  if (connection.state === 'offline') return toasts.tell(m.inbox_keep_offline());
  const settled = conversations.assume(id, { colour });
  try {
    conversations.put([await api.patch<Conversation>(`/conversations/${encodeURIComponent(id)}/mine`, { colour })]);
  } catch (error) {
    toasts.tell(sentence(error));
  } finally {
    settled();
  }
}
