import type { Event, Message } from '#lib/api/types.ts';
import { session } from '#lib/app/session.svelte.ts';
import { live } from '#lib/live/live.svelte.ts';
import { serverTime } from '#lib/live/servertime.svelte.ts';
import type { KeptLog } from '#lib/live/store.ts';
import { cache } from './cache.ts';
import { fetchHidden } from '#lib/features/time/calls.ts';
import { fetchEvents, fetchMessages } from './calls.ts';
import { expiry } from './expiry.ts';
import { apply, applyAll, begin, behind, cut, EMPTY, newest, prepend, within, without, withoutVanished, type Log, type Reach } from './fold.ts';

const me = () => session.me?.id ?? '';
const GAP_PATIENCE_MS = 200;
/** In memory, and on the device too. */
const KEPT_THREADS = 30;

/** One conversation's messages, as far as they are loaded. */
export class Thread {
  #log = $state.raw<Log>(EMPTY);
  state = $state<'idle' | 'loading' | 'ready' | 'failed'>('idle');
  /** Older messages are on their way, or did not come. */
  reaching = $state<'no' | 'yes' | 'failed'>('no');
  /** Counts the times that something was put before the first message: the list then keeps its place from the end. */
  prepended = $state(0);
  /** Milliseconds since 1970: when it was last looked at. */
  at = Date.now();
  #early: Event[] = [];
  #loading = false;
  #patience: ReturnType<typeof setTimeout> | null = null;
  #filling: Promise<void> | null = null;
  /** How much of what I deleted for myself is known to be out of it, as a head counts it. */
  #hidings = 0;
  /** The latest clock by which messages have gone from it. */
  #skew = serverTime.skew;
  #kept: { log: Log; record: KeptLog } | null = null;

  constructor(readonly id: string) {}

  get log(): Log {
    return this.#log;
  }

  set log(log: Log) {
    if (log === this.#log) return;
    this.#log = log;
    cache.soon();
    expiry.soon();
  }

  /** What the device keeps is there at once and goes on from where it ends; else the newest page. */
  async load(): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    if (this.state !== 'ready') this.state = 'loading';
    const kept = this.state === 'loading' ? await cache.log(this.id) : null;
    this.#loading = false;
    if (kept === null || serverTime.before(kept.skew ?? 0)) return this.#page();
    this.recall(kept);
    await this.#fill();
  }

  /** What the device kept of it. What is here already is newer. */
  recall(kept: KeptLog): void {
    if (this.state === 'ready' || serverTime.before(kept.skew ?? 0)) return;
    const { id: _, at: __, hidings = 0, skew = 0, ...log } = kept;
    this.#hidings = hidings;
    this.#skew = skew;
    const full: Log = { ...log, ahead: [] };
    this.#log = full;
    this.#kept = { log: full, record: kept };
    this.#begun();
  }

  /** As it is kept on the device: the same object for as long as nothing changes. */
  kept(): KeptLog | null {
    if (this.state !== 'ready') return null;
    if (this.#kept?.log !== this.#log || this.#kept.record.at !== this.at) {
      this.#kept = { log: this.#log, record: { id: this.id, at: this.at, hidings: this.#hidings, skew: this.#skew, ...newest(this.#log) } };
    }
    return this.#kept.record;
  }

  async loadOlder(): Promise<void> {
    const first = this.log.messages[0];
    if (!this.log.older || this.reaching === 'yes' || first === undefined) return;
    this.reaching = 'yes';
    try {
      const page = await fetchMessages(this.id, first.seq);
      this.prepended += 1;
      this.log = prepend(this.log, page);
      this.reaching = 'no';
    } catch {
      this.reaching = 'failed';
    }
  }

  /** One pushed event, and with it the place of an own message that was just stored. */
  apply(event: Event): void {
    // Also for a thread that is shown while it is loaded anew: the page on its way may be older than this.
    if (this.#loading || this.state !== 'ready') this.#early.push(event);
    if (this.state !== 'ready') return;
    this.log = apply(this.log, event, me());
    this.#mend();
  }

  /** After a sync: fetches what lies between this log and its head. */
  async catchUp(head: Reach & { last_seq: number; hidings?: number }): Promise<void> {
    if (this.state !== 'ready') return;
    this.log = within(this.log, head);
    if (behind(this.log, head.last_seq)) await this.#fill();
    if ((head.hidings ?? 0) > this.#hidings) await this.#learnHidden();
  }

  /** What stands after `seq` is not what the server has: it is fetched again. */
  async mend(seq: number): Promise<void> {
    await this.#filling?.catch(() => undefined);
    this.log = cut(this.log, seq);
    await this.#fill();
  }

  /** I deleted these for myself, here or on another device. */
  hide(seqs: readonly number[]): void {
    this.log = without(this.log, seqs);
  }

  /** What has had its time goes. */
  vanish(): void {
    this.#skew = Math.max(this.#skew, serverTime.skew);
    this.log = withoutVanished(this.log, serverTime.now());
  }

  /** It turned out to be earlier than was thought: what went too early is fetched again, with the newest page. */
  async earlier(): Promise<void> {
    if (this.state === 'ready' && serverTime.before(this.#skew)) await this.#page(this.log.last_seq);
  }

  /** Own messages that are stored but whose place in the log is not reached yet. */
  landed(me: string): Message[] {
    return this.log.ahead.flatMap((event) => (event.kind === 'message' && event.sender === me ? [event.message] : []));
  }

  stop(): void {
    if (this.#patience !== null) clearTimeout(this.#patience);
    this.#patience = null;
  }

  /** The newest page. What is pushed meanwhile waits and is added to it. */
  async #page(upto = 0): Promise<void> {
    this.#loading = true;
    try {
      const page = await fetchMessages(this.id);
      this.log = begin(page, me(), this.log.ahead, upto);
      this.#skew = serverTime.skew;
      this.#begun();
    } catch (error) {
      if (this.state === 'loading') this.state = 'failed';
      throw error;
    } finally {
      this.#loading = false;
    }
  }

  async #learnHidden(): Promise<void> {
    const { seqs, hidings } = await fetchHidden(this.id);
    this.hide(seqs);
    this.#hidings = hidings;
    cache.soon();
  }

  #begun(): void {
    this.log = applyAll(this.log, this.#early, me());
    this.#early = [];
    this.state = 'ready';
    cache.soon();
    expiry.soon();
    this.#mend();
  }

  /** A hole is often only a frame that overtook another: it gets a moment to close by itself. */
  #mend(): void {
    if (!behind(this.log, 0)) return this.stop();
    // Further frames do not prolong the moment: while somebody writes fast it would never end.
    this.#patience ??= setTimeout(() => {
      this.#patience = null;
      void this.#fill().catch(() => undefined);
    }, GAP_PATIENCE_MS);
  }

  #fill(): Promise<void> {
    this.#filling ??= this.#fetchMissing().finally(() => (this.#filling = null));
    return this.#filling;
  }

  async #fetchMissing(): Promise<void> {
    for (;;) {
      const { events, gap, last_seq } = await fetchEvents(this.id, this.log.last_seq);
      if (gap) return await this.#page(last_seq);
      const before = this.log.last_seq;
      this.log = applyAll(this.log, events, me());
      if (this.log.last_seq >= last_seq || this.log.last_seq === before) return;
    }
  }
}

/** The threads that were looked at last. Only these hold messages; of the others the heads are enough. */
class Messages {
  #threads = new Map<string, Thread>();

  /** The thread, kept warm: it is moved to the end of the line of those to be let go. */
  open(id: string): Thread {
    const thread = this.#threads.get(id) ?? new Thread(id);
    thread.at = Date.now();
    this.#threads.delete(id);
    this.#threads.set(id, thread);
    this.#letGo();
    live.look(id);
    return thread;
  }

  /** What the device kept, before what was looked at since. */
  recall(logs: readonly KeptLog[]): void {
    const before = new Map<string, Thread>();
    for (const log of [...logs].sort((a, b) => a.at - b.at)) {
      const held = this.#threads.get(log.id);
      const thread = held ?? new Thread(log.id);
      if (!held) {
        thread.at = log.at;
        before.set(log.id, thread);
      }
      thread.recall(log);
    }
    this.#threads = new Map([...before, ...this.#threads]);
    this.#letGo();
  }

  /** The thread if it is held; null means that nobody looks at it. */
  held(id: string): Thread | null {
    return this.#threads.get(id) ?? null;
  }

  all(): Thread[] {
    return [...this.#threads.values()];
  }

  /** As they are kept on the device. */
  kept(): Map<string, KeptLog> {
    const logs = this.all().map((thread) => thread.kept());
    return new Map(logs.flatMap((log) => (log === null ? [] : [[log.id, log] as const])));
  }

  /** The viewer can no longer read it. */
  drop(id: string): void {
    this.held(id)?.stop();
    if (this.#threads.delete(id)) cache.soon();
  }

  clear(): void {
    for (const thread of this.all()) thread.stop();
    this.#threads.clear();
  }

  #letGo(): void {
    for (const old of [...this.#threads.keys()].slice(0, -KEPT_THREADS)) this.drop(old);
  }
}

export const messages = new Messages();
