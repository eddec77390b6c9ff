import { ApiError, NetworkError } from '#lib/api/client.ts';
import type { Media, Problem, Upload } from '#lib/api/types.ts';
import { isSend, waits, type Entry, type SendEntry } from '#lib/live/outbox.ts';
import type { KeptPart } from '#lib/live/parts.ts';
import type { Shelved } from '#lib/live/store.ts';

/** Where a file is on its way. `sent`: of its bytes. */
export type Step = { stage: 'waiting' | 'sending' | 'making'; sent: number };

/** What it says of a file while it brings it. */
export interface Telling {
  url: (url: string) => void;
  sent: (bytes: number) => void;
}

export interface CarrierOptions {
  shelf: Pick<Shelved, 'entries' | 'parts' | 'part' | 'blob' | 'keepPart' | 'dropParts'>;
  /** What is not on the server yet, as it is now. */
  entries: () => readonly Entry[];
  /** Resolves once all bytes are there. Throws ApiError, NetworkError, or what `signal` was given. */
  bring: (part: KeptPart, blob: Blob, tell: Telling, signal: AbortSignal) => Promise<void>;
  ask: (id: string) => Promise<Upload>;
  /** Nothing of it is wanted any more. */
  cancel: (url: string) => Promise<unknown>;
  /** This entry is as it is from now on. */
  changed: (entry: SendEntry) => unknown;
  refused: (client_id: string, problem: Problem) => void;
  tell: (key: string, step: Step | null) => void;
}

interface Job {
  stop: AbortController;
  wake: () => void;
  /** The server's name for it, once it has one. */
  id: string | null;
}

const AT_ONCE = 2;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
const MAKING_MS = 500;
/** For so long it can still be taken back that something was thrown away. */
const UNDO_MS = 15_000;
/** What passes by itself, beside all that is the server's own fault. */
const PASSING: ReadonlySet<number> = new Set([401, 408, 409, 423, 429, 460]);

/** With these the server refuses what it does not have any more. */
const LET_GO: ReadonlySet<string> = new Set(['media_unknown', 'media_not_ready']);

const idOf = (url: string) => url.slice(url.lastIndexOf('/') + 1);
const waitAfter = (tries: number) => Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries);
const passes = (error: unknown) => error instanceof NetworkError || (error instanceof ApiError && (error.status >= 500 || PASSING.has(error.status)));

/** A part can never be sent: what the entry then says of itself. */
export function refusal(code: string, key: string): Problem {
  return { type: 'about:blank', status: 422, code, title: code, key };
}

/**
 * Brings the files of what waits in the outbox, two at a time and in its order, and puts what was made of each into its
 * entry. How far each is, is on the device: after a reload, a cut or a restart it goes on from there.
 */
export class Carrier {
  #jobs = new Map<string, Job>();
  #bringing = 0;
  #sweep: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;
  /** Which messages with files were here when it last looked. */
  #here: ReadonlySet<string> = new Set();

  constructor(private readonly options: CarrierOptions) {}

  /** Something new may wait, or wait no more. */
  look(): void {
    if (this.#stopped) return;
    this.#forgetLater();
    const wanted = new Map(this.#waiting());
    for (const [key, job] of this.#jobs) if (!wanted.has(key)) this.#end(key, job);
    for (const entry of this.options.entries()) if (isSend(entry) && LET_GO.has(entry.problem?.code ?? '') && entry.parts && !waits(entry)) void this.#renew(entry);
    for (const [key, entry] of wanted) if (!this.#jobs.has(key)) this.#begin(key, entry.client_id);
  }

  /** There may be a network again. */
  wake(): void {
    for (const job of this.#jobs.values()) job.wake();
  }

  /** The server has something to say of this upload. */
  heard(id: string): void {
    for (const job of this.#jobs.values()) if (job.id === id) job.wake();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#sweep);
    for (const job of this.#jobs.values()) job.stop.abort();
    this.#jobs.clear();
  }

  /** Forgets the files of what has left or was thrown away. */
  async sweep(): Promise<void> {
    const { shelf } = this.options;
    const kept = [...(await shelf.entries()), ...this.options.entries()].filter(isSend);
    const alive = new Set(kept.flatMap(({ parts = {} }) => Object.keys(parts)));
    const over = (await shelf.parts()).filter(({ key }) => !alive.has(key));
    await shelf.dropParts(over.map(({ key }) => key));
    for (const { url, media } of over) if (url !== null && media === null) await this.options.cancel(url).catch(() => undefined);
  }

  /** What the server has let go of meanwhile: tried again, it is brought anew. */
  async #renew(entry: SendEntry): Promise<void> {
    const keys = Object.keys(entry.parts ?? {});
    const parts = await Promise.all(keys.map((key) => this.options.shelf.part(key)));
    for (const part of parts) if (part) await this.options.shelf.keepPart({ ...part, url: null, media: null });
    this.options.changed({ ...entry, parts: Object.fromEntries(keys.map((key) => [key, null])) });
  }

  /** Keys of what waits, in the order of leaving. */
  #waiting(): [string, SendEntry][] {
    const pending = this.options.entries().filter(isSend).filter(({ state }) => state === 'pending');
    return pending.flatMap((entry) => Object.entries(entry.parts ?? {}).flatMap(([key, media]): [string, SendEntry][] => (media === null ? [[key, entry]] : [])));
  }

  #begin(key: string, client_id: string): void {
    const job: Job = { stop: new AbortController(), wake: () => undefined, id: null };
    this.#jobs.set(key, job);
    this.options.tell(key, { stage: 'waiting', sent: 0 });
    void this.#carry(key, job).then(
      (media) => this.#ready(key, client_id, media),
      (error: unknown) => this.#failed(key, client_id, job, error)
    );
  }

  #end(key: string, job: Job): void {
    job.stop.abort();
    this.#jobs.delete(key);
    this.options.tell(key, null);
  }

  /** The files of what is no longer here are forgotten, once that cannot be taken back any more. */
  #forgetLater(): void {
    const here = new Set(this.options.entries().filter((entry) => isSend(entry) && entry.parts).map(({ client_id }) => client_id));
    if ([...this.#here].some((client_id) => !here.has(client_id))) {
      clearTimeout(this.#sweep);
      this.#sweep = setTimeout(() => void this.sweep().catch(() => undefined), UNDO_MS);
    }
    this.#here = here;
  }

  async #carry(key: string, job: Job): Promise<Media> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await this.#media(key, job);
      } catch (error) {
        if (job.stop.signal.aborted || !passes(error)) throw error;
        const asked = error instanceof ApiError ? Number(error.data['retry_after_s']) * 1000 : NaN;
        await this.#rest(job, Number.isFinite(asked) ? asked : waitAfter(tries));
      }
    }
  }

  /** Asks where it is, and does what is missing. */
  async #media(key: string, job: Job): Promise<Media> {
    for (let waited = 0; ; ) {
      job.stop.signal.throwIfAborted();
      const part = await this.options.shelf.part(key);
      if (!part) throw new ApiError(refusal('media_lost', key));
      if (part.media !== null) return part.media;
      job.id = part.url && idOf(part.url);
      const media = job.id && (await this.#known(part, job.id));
      if (!media) await this.#bring(part, job);
      else if (media.state === 'ready') return await this.#kept({ ...part, media }, media);
      else if (media.state === 'refused') {
        // Tried again, it is brought anew.
        await this.options.shelf.keepPart({ ...part, url: null });
        throw new ApiError(refusal(media.reason ?? 'making_failed', key));
      } else {
        this.options.tell(key, { stage: 'making', sent: part.bytes });
        await this.#rest(job, Math.min(LONGEST_WAIT_MS, MAKING_MS * 2 ** waited));
        waited += 1;
      }
    }
  }

  async #kept(part: KeptPart, media: Media): Promise<Media> {
    await this.options.shelf.keepPart(part);
    return media;
  }

  /** What becomes of it; null while it is not whole, or where it has had its time. */
  async #known(part: KeptPart, id: string): Promise<Media | null> {
    try {
      return (await this.options.ask(id)).media ?? null;
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) throw error;
      part.url = null;
      await this.options.shelf.keepPart(part);
      return null;
    }
  }

  async #bring(part: KeptPart, job: Job): Promise<void> {
    while (this.#bringing >= AT_ONCE) await this.#rest(job, FIRST_WAIT_MS);
    job.stop.signal.throwIfAborted();
    this.#bringing += 1;
    try {
      const blob = await this.options.shelf.blob(part.key);
      if (!blob) throw new ApiError(refusal('media_lost', part.key));
      const { key } = part;
      const url = (place: string) => {
        job.id = idOf(place);
        void this.options.shelf.keepPart({ ...part, url: place }).catch(() => undefined);
      };
      const sent = (bytes: number) => this.options.tell(key, { stage: 'sending', sent: bytes });
      await this.options.bring(part, blob, { url, sent }, job.stop.signal);
    } finally {
      this.#bringing -= 1;
      // Who waits for this place need not wait longer.
      this.wake();
    }
  }

  #ready(key: string, client_id: string, media: Media): void {
    this.#jobs.delete(key);
    this.options.tell(key, null);
    const entry = this.options.entries().filter(isSend).find((one) => one.client_id === client_id);
    if (!this.#stopped && entry?.parts && key in entry.parts) this.options.changed({ ...entry, parts: { ...entry.parts, [key]: media } });
  }

  #failed(key: string, client_id: string, job: Job, error: unknown): void {
    if (job.stop.signal.aborted) return;
    this.#jobs.delete(key);
    this.options.tell(key, null);
    this.options.refused(client_id, error instanceof ApiError ? { ...error.data, key } : refusal('media_lost', key));
  }

  /** Until then, or until somebody wakes it. */
  async #rest(job: Job, ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    job.wake = resolve;
    job.stop.signal.addEventListener('abort', () => resolve(), { once: true });
    await promise;
    clearTimeout(timer);
    job.wake = () => undefined;
  }
}
