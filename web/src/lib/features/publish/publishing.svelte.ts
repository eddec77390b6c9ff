import { ApiError, NetworkError } from '#lib/api/client.ts';
import type { Post, PostRequest } from '#lib/api/types.ts';
import { sentence } from '#lib/app/problems.ts';
import { session } from '#lib/app/session.svelte.ts';

/** A file of a post; `media_id` once all of it is on the server. */
export type PostFile = { key: string; blob: Blob; name: string; alt: string; url: string | null; media_id: string | null };
export type Job = { client_id: string; request: PostRequest & { kind: Post['kind'] }; files: PostFile[]; sent: number; problem: string | null };

export interface PublishingOptions {
  /** Brings all of a file, from where it was cut off if it was; returns the server's name for it. */
  bring: (file: PostFile, kind: 'photo' | 'video', sent: (bytes: number) => void, signal: AbortSignal) => Promise<string>;
  make: (request: PostRequest) => Promise<Post>;
  done: (post: Post) => unknown;
  wait: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

const LONGEST_WAIT_MS = 30_000;
const FIRST_WAIT_MS = 1_000;
const passes = (error: unknown) => error instanceof NetworkError || (error instanceof ApiError && (error.status >= 500 || [408, 409, 423, 429, 460].includes(error.status)));

/** Posts on their way, wherever in the app one is meanwhile. A post goes under one name, so that it is never there twice. */
export class Publishing {
  jobs = $state.raw<readonly Job[]>([]);
  #stops = new Map<string, AbortController>();

  constructor(private readonly options: PublishingOptions) {}

  percent({ files, sent }: Job): number {
    const all = files.reduce((sum, { blob }) => sum + blob.size, 0);
    return all === 0 ? 100 : Math.min(99, Math.floor((100 * sent) / all));
  }

  publish(client_id: string, request: Job['request'], files: PostFile[]): Promise<void> {
    this.jobs = [...this.jobs, { client_id, request, files, sent: 0, problem: null }];
    return this.#run(client_id);
  }

  async again(client_id: string): Promise<void> {
    this.#change(client_id, { problem: null });
    await this.#run(client_id);
  }

  /** It goes no further; what was in it is the caller's. */
  take(client_id: string): Job | undefined {
    const job = this.#job(client_id);
    this.#stops.get(client_id)?.abort();
    this.#stops.delete(client_id);
    this.jobs = this.jobs.filter((one) => one.client_id !== client_id);
    return job;
  }

  clear(): void {
    for (const { client_id } of this.jobs) this.take(client_id);
  }

  async #run(client_id: string): Promise<void> {
    const stop = new AbortController();
    this.#stops.set(client_id, stop);
    for (let tries = 0; !stop.signal.aborted; tries += 1) {
      try {
        const post = await this.#go(client_id, stop.signal);
        if (stop.signal.aborted) return;
        this.take(client_id);
        this.options.done(post);
        return;
      } catch (problem) {
        if (stop.signal.aborted) return;
        if (!passes(problem)) return this.#change(client_id, { problem: sentence(problem) });
        await this.options.wait(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries), stop.signal);
      }
    }
  }

  async #go(client_id: string, signal: AbortSignal): Promise<Post> {
    const { request, files } = this.#job(client_id)!;
    const kind = request.kind === 'video' ? 'video' : 'photo';
    let before = 0;
    for (const file of files) {
      const so_far = before;
      file.media_id ??= await this.options.bring(file, kind, (bytes) => this.#change(client_id, { sent: so_far + bytes }), signal);
      before += file.blob.size;
      this.#change(client_id, { sent: before });
    }
    signal.throwIfAborted();
    return this.options.make({ ...request, client_id, media: files.map(({ media_id, alt }) => ({ media_id: media_id!, alt: alt.trim() })) });
  }

  #job(client_id: string): Job | undefined {
    return this.jobs.find((job) => job.client_id === client_id);
  }

  #change(client_id: string, change: Partial<Job>): void {
    this.jobs = this.jobs.map((job) => (job.client_id === client_id ? { ...job, ...change } : job));
  }
}

async function bring(file: PostFile, kind: 'photo' | 'video', sent: (bytes: number) => void, signal: AbortSignal): Promise<string> {
  const [tus, { fetchSizes }] = await Promise.all([import('#lib/features/media/tus.ts'), import('#lib/features/media/calls.ts')]);
  const { upload_chunk_bytes } = await fetchSizes();
  const part = { key: file.key, client_id: file.key, name: file.name, kind, bytes: file.blob.size, url: file.url, media: null };
  try {
    await tus.bring(part, file.blob, upload_chunk_bytes, { url: (url) => (file.url = url), sent }, signal);
  } catch (problem) {
    // What the server has let go of meanwhile is brought anew.
    if (problem instanceof ApiError && problem.status === 404) file.url = null;
    throw problem;
  }
  return file.url!.slice(file.url!.lastIndexOf('/') + 1);
}

async function done(post: Post): Promise<void> {
  const { published } = await import('./published.ts');
  published(post);
}

const wait = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    addEventListener('online', () => resolve(), { once: true, signal });
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });

export const publishing = new Publishing({ bring, done, wait, make: (request) => import('#lib/features/posts/calls.ts').then(({ makePost }) => makePost(request)) });
session.onSignOut(() => publishing.clear());
