import { ApiError } from '#lib/api/client.ts';
import type { Conversation, Event, InboxPage, Marks } from '#lib/api/types.ts';
import { unread } from '#lib/app/unread.svelte.ts';
import { live } from '#lib/live/live.svelte.ts';
import { isSend } from '#lib/live/outbox.ts';
import type { Cached } from '#lib/live/store.ts';
import { Assumed } from './assumed.svelte.ts';
import { cache } from './cache.ts';
import { conversationWith, fetchConversation, fetchInbox, searchInbox, type Tab } from './calls.ts';
import { Counter } from './counter.ts';
import { drafts } from './drafts.svelte.ts';
import { expiry } from './expiry.ts';
import { merged, unmuted, withEvent, withRead, withReceipt } from './heads.ts';
import { activity } from './lines.ts';
import { leavesUnsaid } from './membership.ts';
import { messages } from './messages.svelte.ts';
import { MuteClock } from './mutes.ts';
import { persons } from './persons.svelte.ts';
import { Pins } from './pins.svelte.ts';

type Loading = 'idle' | 'loading' | 'ready' | 'failed';

type Change = (head: Conversation) => Conversation;

/** The heads of the conversations this client knows, and the lists of the inbox. */
class Conversations {
  /** As the server and its frames tell them. */
  #heads = $state.raw<ReadonlyMap<string, Conversation>>(new Map());
  #assumed = new Assumed();
  #shown = $derived(this.#assumed.overAll(this.#heads));
  #pins = new Pins();
  #mutes = new MuteClock((head) => this.#unmute(head));
  #next: Record<Tab, string | null> = { conversations: null, requests: null, archived: null };
  #asked = new Map<string, Promise<Conversation | null>>();
  #missed = new Map<string, Change[]>();
  /** What the server told since everything was asked anew. */
  #fresh: Set<string> | null = null;
  #counter = new Counter((page, asked) => this.#counted(page, asked));
  state = $state<Record<Tab, Loading>>({ conversations: 'idle', requests: 'idle', archived: 'idle' });
  more = $state<Record<Tab, boolean>>({ conversations: false, requests: false, archived: false });
  me = $state('');

  #mine = $derived(this.#listed((head) => head.state === 'accepted' || head.state === 'pending'));
  /** The pinned ones, then whoever was written to or heard from last. A conversation without a word in it is not listed. */
  inbox = $derived(this.#pins.first(this.#mine.filter((head) => !head.archived)));
  archived = $derived(this.#mine.filter((head) => head.archived));
  requests = $derived(this.#listed((head) => head.state === 'request'));

  get(id: string): Conversation | undefined {
    return this.#shown.get(id);
  }

  /** The 1:1 with this handle, if this client has heard of it. */
  with(handle: string): Conversation | undefined {
    const wanted = handle.toLowerCase();
    return [...this.#shown.values()].find((head) => head.person?.handle.toLowerCase() === wanted);
  }

  all(): Conversation[] {
    return [...this.#heads.values()];
  }

  /** What the device kept, where nothing newer is known. */
  recall({ heads, meta }: Cached): void {
    for (const head of heads) persons.learnFrom(head);
    this.#pins.set(meta.pinned ?? []);
    this.#hold(new Map([...heads.map((head) => [head.id, head] as const), ...this.#heads]));
    if (this.state.conversations === 'ready') return;
    for (const tab of ['conversations', 'requests'] as const) this.#goOn(tab, meta.next[tab] ?? null);
    unread.set(meta.counts);
    this.state.conversations = 'ready';
  }

  /** What the device is to keep, and where it goes on from there. */
  kept(): { heads: ReadonlyMap<string, Conversation>; next: Record<Tab, string | null>; pinned: readonly string[] } {
    return { heads: this.#heads, next: { ...this.#next }, pinned: this.#pins.order };
  }

  /** Everything anew, and these by themselves: what is then not told of may be out of date, and goes. */
  async anew(held: Iterable<string>): Promise<void> {
    const fresh = (this.#fresh = new Set());
    const others = (['requests', 'archived'] as const).filter((tab) => this.state[tab] === 'ready');
    await Promise.all([this.load('conversations'), ...others.map((tab) => this.load(tab)), ...[...held].map((id) => this.refetch(id))]);
    if (fresh !== this.#fresh) return;
    this.#fresh = null;
    this.#hold(new Map([...this.#heads].filter(([id]) => fresh.has(id))));
  }

  /** The server's head in the place of this one, which was ahead of it. */
  async renew(id: string): Promise<void> {
    const head = await fetchConversation(id);
    this.#hold(new Map(this.#heads).set(id, head));
  }

  /** The viewer can no longer read it: nothing of it stays, here and on the device. */
  drop(id: string): void {
    messages.drop(id);
    if (!this.#heads.has(id)) return;
    const heads = new Map(this.#heads);
    heads.delete(id);
    this.#hold(heads);
    this.countSoon();
  }

  /** The counts are the server's. Asked for once it rests for a moment. */
  countSoon(): void {
    this.#counter.soon();
  }

  async load(tab: Tab): Promise<void> {
    if (this.state[tab] !== 'ready') this.state[tab] = 'loading';
    try {
      await this.#page(tab, null);
      this.state[tab] = 'ready';
    } catch (error) {
      if (this.state[tab] !== 'ready') this.state[tab] = 'failed';
      throw error;
    }
  }

  async loadMore(tab: Tab): Promise<void> {
    const cursor = this.#next[tab];
    if (cursor === null || !this.more[tab]) return;
    this.more[tab] = false;
    await this.#page(tab, cursor).catch(() => (this.more[tab] = true));
  }

  /** Heads from the server: of a page, of a sync, of one conversation. */
  put(fetched: readonly Conversation[]): void {
    const heads = new Map(this.#heads);
    for (const head of fetched) {
      persons.learnFrom(head);
      const known = this.get(head.id);
      const after = merged(heads.get(head.id), head);
      if (known === undefined) this.countSoon();
      else this.#counter.moved(known, this.#assumed.over(after));
      heads.set(head.id, after);
      this.#fresh?.add(head.id);
    }
    this.#hold(heads);
  }

  event(event: Event): void {
    const known = this.get(event.conversation_id);
    this.#change(event.conversation_id, (head) => withEvent(head, event, this.me));
    // Some events change more than the log says: who may write, and what is shown.
    if (leavesUnsaid(event, known, this.me)) void this.refetch(event.conversation_id).catch(() => undefined);
  }

  receipt(conversation_id: string, receipt: Marks): void {
    this.#change(conversation_id, (head) => withReceipt(head, receipt));
  }

  read(conversation_id: string, read_seq: number, read_n: number): void {
    this.#counter.marked();
    this.#change(conversation_id, (head) => withRead(head, read_seq, read_n));
  }

  /**
   * Shows a head as it will be once the server has answered. The function returned ends that: by then the answer
   * has been `put`, or it was a refusal and all is as before.
   */
  assume(id: string, assumed: Partial<Conversation>): () => void {
    const before = this.get(id);
    const end = this.#assumed.add(id, assumed);
    this.#moved(id, before);
    return () => {
      const shown = this.get(id);
      end();
      this.#moved(id, shown);
      this.countSoon();
    };
  }

  /** Conversations by words of their names, archived ones too, wherever they are in the list. */
  async find(q: string, signal: AbortSignal): Promise<string[]> {
    const { conversations } = await searchInbox(q, signal);
    this.put(conversations);
    return conversations.map(({ id }) => id);
  }

  /** Its head, known or fetched; null when it is not the viewer's. */
  async known(id: string): Promise<Conversation | null> {
    return this.get(id) ?? this.#asked.get(id) ?? this.refetch(id);
  }

  /** Its head as the server has it now. An answer that is on its way may be older than the question: another follows. */
  refetch(id: string): Promise<Conversation | null> {
    const before = this.#asked.get(id)?.catch(() => null) ?? Promise.resolve(null);
    const asked = before.then(() => this.#fetch(id)).finally(() => {
      if (this.#asked.get(id) === asked) this.#asked.delete(id);
    });
    this.#asked.set(id, asked);
    return asked;
  }

  async openWith(handle: string): Promise<Conversation> {
    const head = await conversationWith(handle);
    this.put([head]);
    return this.get(head.id)!;
  }

  clear(): void {
    this.#counter.stop();
    this.#mutes.stop();
    this.#missed.clear();
    this.#fresh = null;
    this.#heads = new Map();
    this.#assumed.clear();
    this.#pins.set([]);
    this.#next = { conversations: null, requests: null, archived: null };
    this.state = { conversations: 'idle', requests: 'idle', archived: 'idle' };
    this.more = { conversations: false, requests: false, archived: false };
  }

  async #fetch(id: string): Promise<Conversation | null> {
    try {
      const head = await fetchConversation(id);
      this.put([head]);
      // What was pushed while the answer was on its way may not be in it.
      for (const change of this.#missed.get(id) ?? []) this.#change(id, change);
      return this.get(id)!;
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) throw error;
      this.drop(id);
      return null;
    } finally {
      this.#missed.delete(id);
    }
  }

  async #page(tab: Tab, cursor: string | null): Promise<void> {
    const asked = Date.now();
    const page = await fetchInbox(tab, cursor);
    if (tab === 'conversations' && cursor === null) this.#pins.set(page.conversations.filter(({ pinned }) => pinned).map(({ id }) => id));
    this.#counted(page, asked);
    this.#goOn(tab, page.next_cursor);
  }

  #goOn(tab: Tab, cursor: string | null): void {
    this.#next[tab] = cursor;
    this.more[tab] = cursor !== null;
  }

  #listed(belongs: (head: Conversation) => boolean): Conversation[] {
    const waiting = new Map<string, number>();
    for (const entry of live.entries) if (isSend(entry)) waiting.set(entry.conversation_id, entry.at);
    const at = (head: Conversation) => Math.max(activity(head, []), waiting.get(head.id) ?? 0);
    return [...this.#shown.values()]
      .filter((head) => belongs(head) && (head.last_seq > 0 || waiting.has(head.id) || drafts.of(head.id) !== ''))
      .sort((a, b) => at(b) - at(a) || (a.id < b.id ? 1 : -1));
  }

  #change(id: string, change: Change): void {
    const before = this.#heads.get(id);
    if (before === undefined) {
      this.#missed.set(id, [...(this.#missed.get(id) ?? []), change]);
      void this.known(id).catch(() => undefined);
      return;
    }
    const after = change(before);
    if (after === before) return;
    const shown = this.get(id);
    this.#hold(new Map(this.#heads).set(id, after));
    this.#moved(id, shown);
  }

  #hold(heads: ReadonlyMap<string, Conversation>): void {
    this.#heads = heads;
    this.#pins.learn(this.#shown.values());
    this.#mutes.watch(heads.values());
    expiry.soon();
    cache.soon();
  }

  #unmute(head: Conversation): void {
    this.#change(head.id, unmuted);
    // One that is archived comes back if something was written meanwhile, which only the server knows.
    if (head.archived) void this.refetch(head.id).catch(() => undefined);
  }

  #moved(id: string, before: Conversation | undefined): void {
    const after = this.get(id);
    if (before && after) this.#counter.moved(before, after);
  }

  /** The server does not count yet what it has not answered. */
  #counted(page: InboxPage, asked: number): void {
    this.put(page.conversations);
    this.#counter.told(page.counts, asked);
    for (const id of this.#assumed.ids) {
      const head = this.#heads.get(id);
      if (head) this.#counter.moved(head, this.#assumed.over(head));
    }
    cache.soon();
  }
}

export const conversations = new Conversations();
