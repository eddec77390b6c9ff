import { ApiError } from '#lib/api/client.ts';
import type { Conversation, Event, InboxPage, Marks } from '#lib/api/types.ts';
import { unread } from '#lib/app/unread.svelte.ts';
import { live } from '#lib/live/live.svelte.ts';
import { conversationWith, fetchConversation, fetchInbox, searchInbox, type Tab } from './calls.ts';
import { drafts } from './drafts.svelte.ts';
import { asks, counts, merged, unmuted, withEvent, withRead, withReceipt } from './heads.ts';
import { activity } from './lines.ts';
import { leavesUnsaid } from './membership.ts';
import { persons } from './persons.svelte.ts';

type Loading = 'idle' | 'loading' | 'ready' | 'failed';

type Change = (head: Conversation) => Conversation;

const COUNT_AFTER_MS = 300;
const LONGEST_TIMER_MS = 86_400_000;

/** The heads of the conversations this client knows, and the lists of the inbox. */
class Conversations {
  /** As the server and its frames tell them. */
  #heads = $state.raw<ReadonlyMap<string, Conversation>>(new Map());
  /** What was done here and not answered yet, by conversation, in its order. */
  #assumed = $state.raw<ReadonlyMap<string, readonly Partial<Conversation>[]>>(new Map());
  #shown = $derived(this.#withAssumed());
  /** The pinned ones in their order, which is that of pinning. */
  #pinned = $state.raw<readonly string[]>([]);
  #next: Record<Tab, string | null> = { conversations: null, requests: null, archived: null };
  #asked = new Map<string, Promise<Conversation | null>>();
  #missed = new Map<string, Change[]>();
  #counting: ReturnType<typeof setTimeout> | undefined;
  #unmuting: ReturnType<typeof setTimeout> | undefined;
  state = $state<Record<Tab, Loading>>({ conversations: 'idle', requests: 'idle', archived: 'idle' });
  more = $state<Record<Tab, boolean>>({ conversations: false, requests: false, archived: false });
  me = $state('');

  #mine = $derived(this.#listed((head) => head.state === 'accepted' || head.state === 'pending'));
  /** The pinned ones, then whoever was written to or heard from last. A conversation without a word in it is not listed. */
  inbox = $derived([...this.#pinnedOf(this.#mine), ...this.#mine.filter((head) => !head.pinned && !head.archived)]);
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
      const after = merged(heads.get(head.id), head);
      this.#recount(this.get(head.id), this.#assuming(after));
      heads.set(head.id, after);
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
    this.#change(conversation_id, (head) => withRead(head, read_seq, read_n));
  }

  /**
   * Shows a head as it will be once the server has answered. The function returned ends that: by then the answer
   * has been `put`, or it was a refusal and all is as before.
   */
  assume(id: string, assumed: Partial<Conversation>): () => void {
    const before = this.get(id);
    const others = (): Partial<Conversation>[] => (this.#assumed.get(id) ?? []).filter((one) => one !== assumed);
    this.#assumed = new Map(this.#assumed).set(id, [...others(), assumed]);
    this.#moved(id, before);
    return () => {
      const shown = this.get(id);
      this.#assumed = new Map(this.#assumed).set(id, others());
      this.#moved(id, shown);
      this.countSoon();
    };
  }

  /** It is no longer mine to see. */
  drop(id: string): void {
    const heads = new Map(this.#heads);
    if (!heads.delete(id)) return;
    this.#hold(heads);
    this.countSoon();
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

  /** Something happened that only the server can count. */
  countSoon(): void {
    clearTimeout(this.#counting);
    this.#counting = setTimeout(() => void this.#count(), COUNT_AFTER_MS);
  }

  clear(): void {
    clearTimeout(this.#counting);
    clearTimeout(this.#unmuting);
    this.#missed.clear();
    this.#heads = new Map();
    this.#assumed = new Map();
    this.#pinned = [];
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
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    } finally {
      this.#missed.delete(id);
    }
  }

  async #page(tab: Tab, cursor: string | null): Promise<void> {
    const page = await fetchInbox(tab, cursor);
    if (tab === 'conversations' && cursor === null) this.#pinned = page.conversations.filter(({ pinned }) => pinned).map(({ id }) => id);
    this.put(page.conversations);
    clearTimeout(this.#counting);
    this.#told(page.counts);
    this.#next[tab] = page.next_cursor;
    this.more[tab] = page.next_cursor !== null;
  }

  #listed(belongs: (head: Conversation) => boolean): Conversation[] {
    const waiting = new Map<string, number>();
    for (const entry of live.entries) waiting.set(entry.conversation_id, entry.at);
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
    const pinned = new Set(this.#pinned);
    for (const { id, pinned: is } of this.#shown.values()) {
      if (is) pinned.add(id);
      else pinned.delete(id);
    }
    this.#pinned = [...pinned];
    this.#unmuteInTime();
  }

  #pinnedOf(heads: Conversation[]): Conversation[] {
    const place = ({ id }: Conversation) => (this.#pinned.includes(id) ? this.#pinned.indexOf(id) : this.#pinned.length);
    return heads.filter((head) => head.pinned && !head.archived).sort((a, b) => place(a) - place(b));
  }

  #assuming(head: Conversation): Conversation {
    const assumed = this.#assumed.get(head.id) ?? [];
    return assumed.length === 0 ? head : Object.assign({ ...head }, ...assumed);
  }

  #withAssumed(): ReadonlyMap<string, Conversation> {
    if (this.#assumed.size === 0) return this.#heads;
    return new Map([...this.#heads].map(([id, head]) => [id, this.#assuming(head)]));
  }

  /** A mute ends by the clock: nobody tells. */
  #unmuteInTime(): void {
    clearTimeout(this.#unmuting);
    const ends = [...this.#heads.values()].flatMap((head) => (head.muted_until === null ? [] : Date.parse(head.muted_until)));
    if (ends.length === 0) return;
    this.#unmuting = setTimeout(() => this.#unmute(), Math.min(LONGEST_TIMER_MS, Math.max(0, Math.min(...ends) - Date.now())));
  }

  #unmute(): void {
    for (const head of this.#heads.values()) {
      if (head.muted_until === null || Date.parse(head.muted_until) > Date.now()) continue;
      this.#change(head.id, unmuted);
      if (head.archived) void this.refetch(head.id).catch(() => undefined);
    }
    this.#unmuteInTime();
  }

  #moved(id: string, before: Conversation | undefined): void {
    const after = this.get(id);
    if (before && after) this.#recount(before, after);
  }

  /** The counts are the server's, over all pages; in between, each change moves them. */
  #recount(before: Conversation | undefined, after: Conversation): void {
    if (before === undefined) return this.countSoon();
    unread.conversations = Math.max(0, unread.conversations + Number(counts(after)) - Number(counts(before)));
    unread.requests = Math.max(0, unread.requests + Number(asks(after)) - Number(asks(before)));
  }

  /** The server's counts, moved by what it has not answered yet. */
  #told(told: InboxPage['counts']): void {
    unread.set(told);
    for (const id of this.#assumed.keys()) {
      const [head, shown] = [this.#heads.get(id), this.get(id)];
      if (head && shown) this.#recount(head, shown);
    }
  }

  async #count(): Promise<void> {
    const page = await fetchInbox('requests', null).catch(() => null);
    if (page === null) return;
    this.put(page.conversations);
    clearTimeout(this.#counting);
    this.#told(page.counts);
  }
}

export const conversations = new Conversations();
