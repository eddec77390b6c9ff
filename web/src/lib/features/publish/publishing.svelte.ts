import { ApiError, NetworkError } from '#lib/api/client.ts';
import type { Post } from '#lib/api/types.ts';
import { sentence } from '#lib/app/problems.ts';
import type { KeptFile, KeptPost, Posting } from '#lib/live/posting.ts';

/** `waits`: for a network, or for a server that is not there. `left_s`: about so long. */
export type Job = KeptPost & { sent: number; waits: boolean; left_s: number | null };
type Step = Pick<Job, 'sent' | 'waits' | 'left_s'>;
/** What the tabs of one account tell each other: how far one is, or that it is to be read anew. */
export type PostWord = { client_id: string; step: Step | null };

export interface PublishingOptions {
  shelf: () => Promise<Posting>;
  /** Only one tab at a time does `act` for a post; the next one goes on where a closed one ended. */
  alone: (client_id: string, signal: AbortSignal, act: () => Promise<void>) => Promise<unknown>;
  tell: (word: PostWord) => unknown;
  /** Brings all of a file, from where it was cut off if it was; returns the server's name for it. */
  bring: (file: KeptFile, blob: Blob, kind: 'photo' | 'video', on: { url: (url: string | null) => Promise<unknown>; sent: (bytes: number) => void }, signal: AbortSignal) => Promise<string>;
  /** `post_id`: the draft that becomes this. */
  make: (request: KeptPost['request'], post_id?: string) => Promise<Post>;
  /** Says who is in it; what the server has against that is no reason not to post. */
  name: (post: Post, people: { handle: string; media_id: string; x: number; y: number }[]) => Promise<Post>;
  /** Made, and not wanted any more. */
  unmake: (post: Post) => Promise<unknown>;
  cancel: (url: string) => Promise<unknown>;
  done: (post: Post) => unknown;
  wait: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

const LONGEST_WAIT_MS = 30_000;
const FIRST_WAIT_MS = 1_000;
const PASSING: ReadonlySet<number> = new Set([401, 408, 409, 423, 429, 460]);
/** With these the server refuses what it does not have any more. */
const LET_GO: ReadonlySet<string> = new Set(['media_unknown', 'media_not_ready']);
/** What is published with other files stays so, however often it is asked. */
const TOO_LATE = 'published';
const passes = (error: unknown) => error instanceof NetworkError || (error instanceof ApiError && !LET_GO.has(error.code) && error.code !== TOO_LATE && (error.status >= 500 || PASSING.has(error.status)));
const NOTHING_YET: Step = { sent: 0, waits: false, left_s: null };
const there = (files: readonly KeptFile[]) => files.reduce((sum, { bytes, media_id }) => sum + (media_id ? bytes : 0), 0);

/** Posts on their way, kept on this device until they are on the server: once, whatever ends or reloads meanwhile. */
export class Publishing {
  jobs = $state.raw<readonly Job[]>([]);
  #stops = new Map<string, AbortController>();

  constructor(private readonly options: PublishingOptions) {}

  percent({ files, sent }: Job): number {
    const all = files.reduce((sum, { bytes }) => sum + bytes, 0);
    return all === 0 ? 0 : Math.min(99, Math.floor((100 * sent) / all));
  }

  /** What an earlier page has left goes on. */
  async restore(): Promise<void> {
    for (const post of await (await this.options.shelf()).all()) this.#see(post);
  }

  /** Resolves once it is on this device. Throws where there is no room. */
  async publish(post: KeptPost, blobs: ReadonlyMap<string, Blob>): Promise<void> {
    await (await this.options.shelf()).keep(post, blobs);
    this.#see(post);
    this.options.tell({ client_id: post.client_id, step: null });
  }

  async again(client_id: string): Promise<void> {
    const { problem } = this.#job(client_id) ?? {};
    const anew = (file: KeptFile): KeptFile => (file.bytes > 0 && LET_GO.has(problem?.code ?? '') ? { ...file, url: null, media_id: null } : file);
    await this.#keep(client_id, (post) => ({ ...post, problem: null, files: post.files.map(anew) }));
  }

  /** What another device has posted meanwhile is left as it is; this is a draft of its own. */
  async asNew(client_id: string): Promise<void> {
    await this.#keep(client_id, ({ post_id: _, request: { publish_at: __, ...request }, ...post }) => ({ ...post, apart: true, problem: null, request: { ...request, draft: true } }));
  }

  /** It goes no further; what was in it is the caller's. */
  async take(client_id: string): Promise<{ post: KeptPost; blobs: Blob[] } | null> {
    const shelf = await this.options.shelf();
    const post = await shelf.one(client_id);
    const blobs = await Promise.all((post?.files ?? []).map(async ({ key }) => (await shelf.blob(key)) ?? new Blob()));
    if (post) await shelf.drop(post);
    this.#lose(client_id);
    this.options.tell({ client_id, step: null });
    for (const { url } of post?.files ?? []) if (url) void this.options.cancel(url).catch(() => undefined);
    return post ? { post, blobs } : null;
  }

  /** Another tab has said something. */
  async heard({ client_id, step }: PostWord): Promise<void> {
    if (step) return this.#step(client_id, step);
    const post = await (await this.options.shelf()).one(client_id);
    if (post) this.#see(post);
    else this.#lose(client_id);
  }

  clear(): void {
    for (const { client_id } of this.jobs) this.#lose(client_id);
  }

  #see(post: KeptPost): void {
    const before = this.#job(post.client_id);
    const job = { ...NOTHING_YET, sent: there(post.files), ...(before && { sent: before.sent, waits: before.waits }), ...post };
    this.jobs = before ? this.jobs.map((one) => (one === before ? job : one)) : [...this.jobs, job];
    if (post.problem || this.#stops.has(post.client_id)) return;
    const stop = new AbortController();
    this.#stops.set(post.client_id, stop);
    const end = () => this.#stops.get(post.client_id) === stop && this.#stops.delete(post.client_id);
    void this.options.alone(post.client_id, stop.signal, () => this.#run(post.client_id, stop.signal).finally(end)).catch(end);
  }

  #lose(client_id: string): void {
    this.#stops.get(client_id)?.abort();
    this.#stops.delete(client_id);
    this.jobs = this.jobs.filter((one) => one.client_id !== client_id);
  }

  async #run(client_id: string, signal: AbortSignal): Promise<void> {
    for (let tries = 0; !signal.aborted; tries += 1) {
      try {
        return await this.#go(client_id, signal);
      } catch (error) {
        if (signal.aborted) return;
        if (!passes(error)) {
          const code = error instanceof ApiError ? error.data.code : 'media_lost';
          // Who tries again meanwhile must find nobody at it.
          this.#stops.delete(client_id);
          return this.#keep(client_id, (post) => ({ ...post, problem: { code, text: sentence(error) } }));
        }
        this.#tell(client_id, { waits: true, left_s: null });
        await this.options.wait(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries), signal);
      }
    }
  }

  async #go(client_id: string, signal: AbortSignal): Promise<void> {
    const shelf = await this.options.shelf();
    let post = await shelf.one(client_id);
    if (!post) return this.#lose(client_id);
    if (post.problem) return;
    for (const file of post.files) if (!file.media_id) post = (await this.#bring(post, file, signal)) ?? post;
    signal.throwIfAborted();
    const media = post.files.filter(({ cover }) => !cover).map(({ media_id, alt }) => ({ media_id: media_id!, alt: alt.trim() }));
    const ids = new Map(post.files.map(({ key, media_id }) => [key, media_id!]));
    const people = (post.people ?? []).flatMap(({ key, handle, x, y }) => (ids.has(key) ? [{ handle, x, y, media_id: ids.get(key)! }] : []));
    const cover = post.files.find((file) => file.cover)?.media_id;
    let made = await this.options.make({ ...post.request, client_id, media, ...(cover && { cover: { media_id: cover } }) }, post.post_id);
    // Of a draft, also that nobody is in it any more.
    if (people.length > 0 || post.post_id) made = await this.options.name(made, people);
    // Taken back while it was said.
    if (!(await shelf.one(client_id))) return void (post.post_id || (await this.options.unmake(made)));
    await shelf.drop(post);
    this.#lose(client_id);
    this.options.tell({ client_id, step: null });
    this.options.done(made);
  }

  async #bring({ client_id, request, files }: KeptPost, file: KeptFile, signal: AbortSignal): Promise<KeptPost | undefined> {
    const shelf = await this.options.shelf();
    const blob = await shelf.blob(file.key);
    const now = (change: Partial<KeptFile>) => shelf.change(client_id, (post) => ({ ...post, files: post.files.map((one) => (one.key === file.key ? { ...one, ...change } : one)) }));
    if (!blob) throw new Error('its file is not on this device any more');
    const before = there(files.slice(0, files.findIndex(({ key }) => key === file.key)).map((one) => ({ ...one, media_id: one.key })));
    const all = files.reduce((sum, { bytes }) => sum + bytes, 0);
    const pace = { at: 0, from: 0 };
    const sent = (bytes: number) => {
      if (pace.at === 0) [pace.at, pace.from] = [performance.now(), bytes];
      const [done, ms] = [bytes - pace.from, performance.now() - pace.at];
      this.#tell(client_id, { sent: before + bytes, waits: false, left_s: done > 0 && ms > 1_000 ? Math.ceil(((all - before - bytes) * ms) / done / 1_000) : null });
    };
    const media_id = await this.options.bring(file, blob, request.kind === 'video' && !file.cover ? 'video' : 'photo', { url: (url) => now({ url }), sent }, signal);
    return now({ media_id });
  }

  async #keep(client_id: string, change: (post: KeptPost) => KeptPost): Promise<void> {
    const after = await (await this.options.shelf()).change(client_id, change);
    if (after) this.#see(after);
    this.options.tell({ client_id, step: null });
  }

  #tell(client_id: string, change: Partial<Step>): void {
    const job = this.#job(client_id);
    if (!job) return;
    const step = { sent: job.sent, waits: job.waits, left_s: job.left_s, ...change };
    this.#step(client_id, step);
    this.options.tell({ client_id, step });
  }

  #step(client_id: string, step: Step): void {
    this.jobs = this.jobs.map((job) => (job.client_id === client_id ? { ...job, ...step } : job));
  }

  #job(client_id: string): Job | undefined {
    return this.jobs.find((job) => job.client_id === client_id);
  }
}
