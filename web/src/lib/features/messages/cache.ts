import type { Conversation, Person } from '#lib/api/types.ts';
import { live } from '#lib/live/live.svelte.ts';
import type { Cached, KeptLog, Meta } from '#lib/live/store.ts';

/** What is on the device, and what is to be: asked for in one moment, so that it belongs together. */
export interface Source {
  heads: () => ReadonlyMap<string, Conversation>;
  logs: () => ReadonlyMap<string, KeptLog>;
  people: () => ReadonlyMap<string, Person>;
  /** Null while there is no cursor that the rest could stand for. */
  meta: () => Omit<Meta, 'shape'> | null;
}

const REST_MS = 400;

/**
 * The heads, the newest pages and the cursor, kept on the device. Every tab reads; the leading one writes, and always
 * everything that changed in one transaction with the cursor. Where that fails the cache is given up, and nothing else.
 */
class Cache {
  #source: Source | null = null;
  #known = Promise.withResolvers<void>();
  #heads: ReadonlyMap<string, Conversation> = new Map();
  #logs: ReadonlyMap<string, KeptLog> = new Map();
  #people: ReadonlyMap<string, Person> = new Map();
  #readable = false;
  #writable = false;
  #anew = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();

  start(source: Source): void {
    this.#source = source;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#source = null;
    this.#readable = this.#writable = false;
    this.#known.resolve();
    this.#known = Promise.withResolvers();
  }

  async read(): Promise<Cached | null> {
    const kept = (await (await live.shelf)?.cached(__API_SHAPE__).catch(() => null)) ?? null;
    this.#readable = kept !== null;
    return kept;
  }

  /** What there was is shown. */
  recalled(): void {
    this.#known.resolve();
  }

  /** Until then nobody can say that something is not known here. */
  settled(): Promise<void> {
    return this.#known.promise;
  }

  async log(id: string): Promise<KeptLog | null> {
    await this.settled();
    if (!this.#readable) return null;
    return (await (await live.shelf)?.log(id).catch(() => undefined)) ?? null;
  }

  /** This tab writes from now on: all that is there, so that what it writes is a whole with what it does not hold. */
  async lead(): Promise<{ kept: Cached; logs: KeptLog[] } | null> {
    // Without locks every tab leads, and several writers would tear apart what belongs together.
    if (!('locks' in navigator)) return null;
    const kept = await this.read();
    const logs = kept ? await (await live.shelf)?.logs().catch(() => []) : [];
    this.#heads = new Map(kept?.heads.map((head) => [head.id, head]));
    this.#logs = new Map(logs?.map((log) => [log.id, log]));
    this.#people = new Map(kept?.people.map((person) => [person.id, person]));
    this.#anew = kept === null;
    this.#writable = this.#source !== null;
    return kept && { kept, logs: logs ?? [] };
  }

  /** Something changed. It is written once it rests for a moment. */
  soon(): void {
    if (this.#writable) this.#timer ??= setTimeout(() => void this.now(), REST_MS);
  }

  now(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    const shelf = await live.shelf;
    const meta = this.#source?.meta();
    if (!shelf || !meta || !this.#source || !this.#writable || !live.leading) return;
    const [heads, logs, people] = [this.#source.heads(), this.#source.logs(), this.#source.people()];
    try {
      await shelf.write({
        meta: { ...meta, shape: __API_SHAPE__ },
        heads: changed(this.#heads, heads),
        logs: changed(this.#logs, logs),
        people: changed(this.#people, people),
        lostHeads: lost(this.#heads, heads),
        lostLogs: lost(this.#logs, logs),
        anew: this.#anew
      });
      this.#heads = heads;
      this.#logs = logs;
      this.#people = people;
      this.#anew = false;
    } catch {
      this.#writable = false;
      await shelf.forget().catch(() => undefined);
    }
  }
}

function changed<Value>(before: ReadonlyMap<string, Value>, now: ReadonlyMap<string, Value>): Value[] {
  return [...now].flatMap(([id, value]) => (before.get(id) === value ? [] : [value]));
}

function lost(before: ReadonlyMap<string, unknown>, now: ReadonlyMap<string, unknown>): string[] {
  return [...before.keys()].filter((id) => !now.has(id));
}

export const cache = new Cache();
