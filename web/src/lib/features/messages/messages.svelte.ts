import type { Event, Message } from '#lib/api/types.ts';
import { fetchEvents, fetchMessages } from './calls.ts';
import { apply, applyAll, begin, behind, EMPTY, prepend, type Log } from './fold.ts';

const GAP_PATIENCE_MS = 200;
const KEPT_THREADS = 12;

/** One conversation's messages, as far as they are loaded. */
export class Thread {
  log = $state.raw<Log>(EMPTY);
  state = $state<'idle' | 'loading' | 'ready' | 'failed'>('idle');
  /** Older messages are on their way, or did not come. */
  reaching = $state<'no' | 'yes' | 'failed'>('no');
  /** Counts the times that something was put before the first message: the list then keeps its place from the end. */
  prepended = $state(0);
  #early: Event[] = [];
  #loading = false;
  #patience: ReturnType<typeof setTimeout> | null = null;
  #filling: Promise<void> | null = null;

  constructor(readonly id: string) {}

  /** The newest page. What is pushed meanwhile waits and is added to it. */
  async load(): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    if (this.state !== 'ready') this.state = 'loading';
    try {
      const page = await fetchMessages(this.id);
      this.log = begin(page, [...this.#early, ...this.log.ahead]);
      this.#early = [];
      this.state = 'ready';
      this.#mend();
    } catch (error) {
      if (this.state === 'loading') this.state = 'failed';
      throw error;
    } finally {
      this.#loading = false;
    }
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
    this.log = apply(this.log, event);
    this.#mend();
  }

  /** After a sync: fetches what lies between this log and its head. */
  async catchUp(head_seq: number): Promise<void> {
    if (this.state === 'ready' && behind(this.log, head_seq)) await this.#fill();
  }

  /** Own messages that are stored but whose place in the log is not reached yet. */
  landed(me: string): Message[] {
    return this.log.ahead.flatMap((event) => (event.kind === 'message' && event.sender === me ? [event.message] : []));
  }

  stop(): void {
    if (this.#patience !== null) clearTimeout(this.#patience);
    this.#patience = null;
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
      if (gap) return await this.load();
      const before = this.log.last_seq;
      this.log = applyAll(this.log, events);
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
    this.#threads.delete(id);
    this.#threads.set(id, thread);
    for (const old of [...this.#threads.keys()].slice(0, -KEPT_THREADS)) this.#threads.delete(old);
    return thread;
  }

  /** The thread if it is held; null means that nobody looks at it. */
  held(id: string): Thread | null {
    return this.#threads.get(id) ?? null;
  }

  all(): Thread[] {
    return [...this.#threads.values()];
  }

  clear(): void {
    for (const thread of this.all()) thread.stop();
    this.#threads.clear();
  }
}

export const messages = new Messages();
