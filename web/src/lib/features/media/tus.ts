import { ApiError, base, NetworkError } from '#lib/api/client.ts';
import type { Problem } from '#lib/api/types.ts';
import type { KeptPart } from '#lib/live/parts.ts';
import type { DetailedError } from 'tus-js-client';
import type { Telling } from './carrier.ts';

const HEADERS = { 'X-Paperplane-Web': '1' };

/** Takes an upload back. */
export async function cancel(url: string): Promise<void> {
  const { Upload } = await import('tus-js-client');
  await Upload.terminate(url, { headers: HEADERS, retryDelays: null });
}

/** Brings a file by tus, from where it was cut off if it was. */
export async function bring(part: KeptPart, blob: Blob, chunkSize: number, tell: Telling, signal: AbortSignal): Promise<void> {
  const { Upload } = await import('tus-js-client');
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const upload = new Upload(blob, {
    endpoint: `${base}/uploads`,
    uploadUrl: part.url,
    chunkSize,
    headers: HEADERS,
    metadata: { filename: part.name, ...(part.kind && { kind: part.kind }), ...(part.cut && { start_ms: `${part.cut.start_ms}`, end_ms: `${part.cut.end_ms}` }) },
    // When to try again, and where it goes on, is known to who asks.
    retryDelays: null,
    storeFingerprintForResuming: false,
    onUploadUrlAvailable: () => upload.url && tell.url(upload.url),
    onProgress: (sent) => tell.sent(sent),
    onSuccess: () => resolve(),
    onError: (error) => reject(problemOf(error))
  });
  signal.addEventListener('abort', () => {
    void upload.abort();
    reject(signal.reason as Error);
  });
  upload.start();
  await promise;
}

function problemOf(error: Error | DetailedError): ApiError | NetworkError {
  const answer = 'originalResponse' in error ? error.originalResponse : null;
  const status = answer?.getStatus() ?? 0;
  if (!answer || status === 0) return new NetworkError('no answer', { cause: error });
  const unknown: Problem = { type: 'about:blank', title: error.message, status, code: 'unknown' };
  try {
    return new ApiError({ ...unknown, ...(JSON.parse(answer.getBody()) as Partial<Problem>) });
  } catch {
    return new ApiError(unknown);
  }
}
