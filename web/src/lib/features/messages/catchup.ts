import { ApiError } from '#lib/api/client.ts';
import type { Conversation } from '#lib/api/types.ts';
import { connection } from '#lib/app/connection.svelte.ts';
import { unread } from '#lib/app/unread.svelte.ts';
import { live } from '#lib/live/live.svelte.ts';
import { folders } from '#lib/features/order/folders.svelte.ts';
import { nicknames } from '#lib/features/order/nicknames.svelte.ts';
import { timed } from '#lib/live/servertime.svelte.ts';
import { Sync } from '#lib/live/sync.ts';
import { cache, type Source } from './cache.ts';
import { fetchSync } from './calls.ts';
import { complete } from './complete.svelte.ts';
import { conversations } from './conversations.svelte.ts';
import type { Holder } from './expiry.ts';
import { messages, type Thread } from './messages.svelte.ts';
import { persons } from './persons.svelte.ts';

/** Tells the others that their messages have arrived on this device. */
export function acknowledge(heads: readonly Conversation[]): void {
  for (const head of heads) {
    const theirs = head.last_message !== null && head.last_message.sender !== conversations.me;
    if (theirs && head.unread > 0 && head.state === 'accepted') live.marks.delivered(head.id, head.last_seq);
  }
}

async function apply(heads: readonly Conversation[]): Promise<void> {
  for (const head of heads) live.marks.confirmed(head.id, head.read_seq);
  conversations.put(heads);
  acknowledge(heads);
  await fill();
  // Follow requests and what is not on a page here are counted too.
  conversations.countSoon();
}

/** The inbox anew, and of the threads what they miss. */
async function baseline(): Promise<void> {
  const waiting = live.entries.map((entry) => entry.conversation_id);
  await conversations.anew(new Set([...messages.all().map(({ id }) => id), ...waiting]));
  acknowledge(conversations.inbox);
  await fill();
}

/** Every thread that is held goes on to its head, whatever was told of it: a kept one may be older than its head. */
async function fill(): Promise<void> {
  await Promise.all(messages.all().map(catchUp));
}

async function catchUp(thread: Thread): Promise<void> {
  const head = conversations.get(thread.id);
  try {
    if (thread.state === 'failed') await thread.load();
    else if (head) await thread.catchUp(head);
  } catch (error) {
    // Read no longer: what else changed must not wait for it.
    if (!(error instanceof ApiError && error.status === 404)) throw error;
    conversations.drop(thread.id);
  }
}

const AFTER_MS = 3_000;

/** Where messages end by the clock. */
export const holder: Holder = {
  threads: () => messages.all().filter(({ state }) => state === 'ready'),
  heads: () => conversations.all(),
  turned: (head, last) => {
    conversations.put([{ ...head, last_message: last ?? null }]);
    // By the server's own clock it may still be there for a moment.
    if (last === undefined) setTimeout(() => conversations.get(head.id) && void conversations.refetch(head.id).catch(() => undefined), AFTER_MS);
  },
  earlier: () => {
    for (const thread of messages.all()) void thread.earlier().catch(() => undefined);
    for (const { id, timer_s, last_message } of conversations.all()) {
      if (timer_s !== null || last_message?.expires_at) void conversations.refetch(id).catch(() => undefined);
    }
  }
};

export const sync = new Sync({
  fetch: timed(fetchSync),
  baseline,
  apply,
  healthy: (well) => (well ? connection.reached() : connection.lost()),
  moved: () => {
    void cache.now();
    void complete.check(() => void sync.refresh());
  }
});

/** What the cache keeps: all that is here, together with the cursor that stands for it. */
export const kept: Source = {
  heads: () => conversations.kept().heads,
  logs: () => messages.kept(),
  people: () => persons.kept(),
  meta: () => {
    const { cursor } = sync;
    const counts = { unread: unread.conversations, requests: unread.requests };
    const { next, pinned } = conversations.kept();
    return cursor === null ? null : { cursor, counts, next, pinned, reads: live.marks.unconfirmed(), proved_at: complete.at, folders: folders.kept(), nicknames: nicknames.kept() };
  }
};

/** The inbox as this device kept it; without one, as the server has it. */
export async function recall(): Promise<void> {
  const cached = await cache.read();
  if (cached === null) {
    void conversations.load('conversations').catch(() => undefined);
  } else {
    folders.set(cached.meta.folders ?? []);
    nicknames.recall(cached.meta.nicknames ?? []);
    persons.learn(cached.people);
    conversations.recall(cached);
    complete.recall(cached.meta.proved_at);
    for (const [id, seq] of Object.entries(cached.meta.reads ?? {})) reread(id, seq);
    sync.resume(cached.meta.cursor);
  }
  cache.recalled();
}

/** Read on an earlier page, which may have gone before it could tell. */
function reread(id: string, seq: number): void {
  const head = conversations.get(id);
  if (!head) return;
  conversations.read(id, seq, head.read_n);
  live.marks.read(id, seq);
}

/** This tab keeps for all from now on, and goes on from what was kept, whoever kept it. */
export async function lead(): Promise<void> {
  const found = await cache.lead();
  if (found === null) return;
  conversations.recall(found.kept);
  messages.recall(found.logs);
  sync.resume(found.kept.meta.cursor);
}
