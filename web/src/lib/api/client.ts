import type { Problem } from './types.ts';

export const base = '/api/v1';
const PATIENCE_MS = 15_000;

/** The server answered, and refused: `code` is stable, `title` is for people, `data` holds the rest of the problem. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly data: Problem;

  constructor(problem: Problem) {
    super(problem.title);
    this.code = problem.code;
    this.status = problem.status;
    this.title = problem.title;
    this.data = problem;
  }
}

/** No answer: no network, the server is away, or it took longer than 15 s. Whether it was done is not known. */
export class NetworkError extends Error {
  override name = 'NetworkError';
}

type Query = Record<string, string | number | null | undefined>;
type Ask = { query?: Query; body?: unknown; signal?: AbortSignal };

/** What is asked while the page goes away is carried out all the same. */
let leaving = false;
globalThis.addEventListener?.('pagehide', () => (leaving = true));
globalThis.addEventListener?.('pageshow', () => (leaving = false));

let heard: (reached: boolean) => void = () => undefined;
/** Tells `listener` after every call whether the server answered. */
export function whenAnswered(listener: (reached: boolean) => void): void {
  heard = listener;
}

function address(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return base + path + (given.length ? `?${search}` : '');
}

function content(body: unknown): { headers: Record<string, string>; body?: BodyInit } {
  if (body === undefined) return { headers: {} };
  if (body instanceof Blob) return { headers: { 'Content-Type': body.type || 'application/octet-stream' }, body };
  return { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}

async function problemOf(response: Response): Promise<Problem> {
  const unknown: Problem = { type: 'about:blank', title: response.statusText, status: response.status, code: 'unknown' };
  if (!response.headers.get('Content-Type')?.includes('json')) return unknown;
  return { ...unknown, ...((await response.json().catch(() => ({}))) as Partial<Problem>) };
}

/** Throws ApiError when refused, NetworkError when there was no answer, AbortError when `signal` gave up. */
export async function call<T>(method: string, path: string, { query, body, signal }: Ask = {}): Promise<T> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const sent = content(body);
  let response: Response;
  try {
    response = await fetch(address(path, query), {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      headers: { Accept: 'application/json', 'X-Paperplane-Web': '1', ...sent.headers },
      body: sent.body ?? null,
      keepalive: leaving,
      signal: signal ? AbortSignal.any([signal, patience]) : patience
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    heard(false);
    throw new NetworkError('no answer', { cause: error });
  }
  // A gateway in front answers 502 and 504 for a server that is away; that is no answer of ours.
  if (response.status === 502 || response.status === 504) {
    heard(false);
    throw new NetworkError('no answer');
  }
  // 503: the server is there, and its database is not. Nothing can be read or sent until it is back.
  heard(response.status !== 503);
  if (!response.ok) throw new ApiError(await problemOf(response));
  return (response.status === 204 || response.status === 202 ? undefined : await response.json()) as T;
}

export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) =>
    call<T>('GET', path, { ...(query && { query }), ...(signal && { signal }) }),
  post: <T = void>(path: string, body?: unknown) => call<T>('POST', path, { body }),
  put: <T = void>(path: string, body?: unknown) => call<T>('PUT', path, { body }),
  patch: <T>(path: string, body: unknown) => call<T>('PATCH', path, { body }),
  delete: <T = void>(path: string, body?: unknown) => call<T>('DELETE', path, { body })
};

/** A handle as a part of an address. */
export function user(handle: string): string {
  return `/users/${encodeURIComponent(handle)}`;
}
