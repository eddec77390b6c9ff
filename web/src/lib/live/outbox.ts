import type { Body, Media, Problem, Sent, Wish } from '#lib/api/types.ts';
import { exchanged } from './parts.ts';
import type { ClientFrame, Frame } from './wire.ts';

/** Something that is not on the server yet, as far as this client knows: a message, or what is to become of one. */
export type Entry = SendEntry | ChangeEntry;

export interface SendEntry extends Leaving {
  body: Sent;
  /** As it is shown meanwhile, where that is not what is sent. */
  shown?: Body;
  /** The files it is made of, by the key that stands for each in the body; null while one is not on the server. */
  parts?: Readonly<Record<string, Media | null>>;
}

export interface ChangeEntry extends Leaving {
  change: Wish;
}

export const isSend = (entry: Entry): entry is SendEntry => 'body' in entry;

/** Whether something that it is made of is not on the server yet. */
export const waits = (entry: Entry): boolean => isSend(entry) && Object.values(entry.parts ?? {}).includes(null);

interface Leaving {
  client_id: string;
  conversation_id: string;
  /** Milliseconds since 1970, strictly growing on this device: the order in which the messages leave. */
  at: number;
  state: 'pending' | 'failed';
  /** Why it was refused; null while it is pending, and for those that stood behind a refused one. */
  problem: Problem | null;
}

/** Where entries survive a reload. */
export interface EntryStore {
  entries(): Promise<Entry[]>;
  keep(entry: Entry): Promise<void>;
  drop(client_id: string): Promise<void>;
}

export interface OutboxOptions {
  store: EntryStore;
  /** Whether the frame left. */
  send: (frame: ClientFrame) => boolean;
  /** An entry is new or has changed. */
  changed: (entry: Entry) => void;
  /** An entry is no longer here: sent, or thrown away. */
  gone: (client_id: string) => void;
  /** The server answered a send (true), or says that it cannot store anything now (false). */
  healthy: (well: boolean) => void;
}

interface Line {
  queue: Entry[];
  /** The one send that waits for its answer. */
  flying: string | null;
  timer: ReturnType<typeof setTimeout> | undefined;
  tries: number;
}

const ANSWER_MS = 15_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** What passes by itself: the same message is tried again. Everything else is a refusal of this message. */
export const PASSING: ReadonlySet<string> = new Set(['unavailable', 'rate_limited', 'internal', 'timeout']);

function frameOf(entry: Entry): ClientFrame {
  const { conversation_id, client_id } = entry;
  if (isSend(entry)) return { op: 'send', conversation_id, client_id, body: exchanged(entry.body, entry.parts) };
  return { op: 'change', conversation_id, client_id, change: entry.change };
}

/** First in, first out for each conversation, one unanswered send at a time, always under the same client_id. */
export class Outbox {
  #lines = new Map<string, Line>();
  #up = false;

  constructor(private readonly options: OutboxOptions) {}

  /** What an earlier page left behind. */
  async restore(): Promise<void> {
    const kept = await this.options.store.entries().catch(() => []);
    for (const entry of kept.sort((a, b) => a.at - b.at)) this.take(entry);
  }

  /** Accepts an entry that is already kept in the store: a new one, or a failed one to be tried again. */
  take(entry: Entry): void {
    const line = this.#line(entry.conversation_id);
    if (line.flying === entry.client_id) return;
    line.queue = [...line.queue.filter((other) => other.client_id !== entry.client_id), entry];
    line.queue.sort((a, b) => a.at - b.at);
    this.options.changed(entry);
    this.#next(line);
  }

  /** Throws an entry away. One that is already on its way cannot be called back. */
  discard(client_id: string): boolean {
    const line = this.#lineOf(client_id);
    if (line === undefined || line.flying === client_id) return false;
    this.#leave(line, client_id);
    this.#next(line);
    return true;
  }

  /** The connection is there. */
  up(): void {
    this.#up = true;
    for (const line of this.#lines.values()) this.#next(line);
  }

  /** The connection is gone; whether a flying send arrived is unknown, so it will be sent again. */
  down(): void {
    this.#up = false;
    for (const line of this.#lines.values()) this.#land(line);
  }

  ok(frame: Frame<'ok'>): void {
    this.options.healthy(true);
    this.settle(frame.client_id);
  }

  /** The message is on the server, by whichever way that became known. */
  settle(client_id: string): void {
    const line = this.#lineOf(client_id);
    if (line === undefined) return;
    line.tries = 0;
    if (line.flying === client_id) this.#land(line);
    this.#leave(line, client_id);
    this.#next(line);
  }

  error(client_id: string, problem: Problem): void {
    const line = this.#lineOf(client_id);
    if (line === undefined || line.flying !== client_id) return;
    this.#land(line);
    if (PASSING.has(problem.code) || problem.status >= 500) {
      this.options.healthy(problem.code === 'rate_limited');
      this.#pause(line, problem['retry_after_s']);
    } else {
      this.options.healthy(true);
      this.#refuse(line, client_id, problem);
    }
  }

  /** What it is made of was refused: it cannot leave as it is. */
  refuse(client_id: string, problem: Problem): void {
    const line = this.#lineOf(client_id);
    if (line !== undefined && line.flying !== client_id) this.#refuse(line, client_id, problem);
  }

  stop(): void {
    for (const line of this.#lines.values()) clearTimeout(line.timer);
    this.#lines.clear();
    this.#up = false;
  }

  /** What stands behind a refused message is held too: sent alone it could mean something else. */
  #refuse(line: Line, client_id: string, problem: Problem): void {
    const refused = line.queue.find((entry) => entry.client_id === client_id);
    if (refused && !isSend(refused)) {
      // Nothing else waits for a change, so it is over; who made it is told by the frame.
      this.#leave(line, client_id);
      this.#next(line);
      return;
    }
    line.queue = line.queue.map((entry) => {
      if (entry.state === 'failed' || entry.at < refused!.at) return entry;
      const failed: Entry = { ...entry, state: 'failed', problem: entry.client_id === client_id ? problem : null };
      void this.options.store.keep(failed).catch(() => undefined);
      this.options.changed(failed);
      return failed;
    });
  }

  #next(line: Line): void {
    if (!this.#up || line.flying !== null || line.timer !== undefined) return;
    const head = line.queue.find((entry) => entry.state === 'pending');
    if (head === undefined || waits(head)) return;
    if (!this.options.send(frameOf(head))) return;
    const { client_id } = head;
    line.flying = client_id;
    line.timer = setTimeout(() => {
      this.#land(line);
      this.#next(line);
    }, ANSWER_MS);
  }

  #pause(line: Line, seconds: unknown): void {
    const wait = typeof seconds === 'number' ? seconds * 1000 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** line.tries);
    line.tries += 1;
    line.timer = setTimeout(() => {
      line.timer = undefined;
      this.#next(line);
    }, wait);
  }

  #land(line: Line): void {
    clearTimeout(line.timer);
    line.timer = undefined;
    line.flying = null;
  }

  #leave(line: Line, client_id: string): void {
    line.queue = line.queue.filter((entry) => entry.client_id !== client_id);
    void this.options.store.drop(client_id).catch(() => undefined);
    this.options.gone(client_id);
  }

  #line(conversation_id: string): Line {
    let line = this.#lines.get(conversation_id);
    if (line === undefined) {
      line = { queue: [], flying: null, timer: undefined, tries: 0 };
      this.#lines.set(conversation_id, line);
    }
    return line;
  }

  #lineOf(client_id: string): Line | undefined {
    for (const line of this.#lines.values()) {
      if (line.queue.some((entry) => entry.client_id === client_id)) return line;
    }
    return undefined;
  }
}
