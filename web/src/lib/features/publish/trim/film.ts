import { ALL_FORMATS, BlobSource, BufferTarget, Conversion, Input, Mp4OutputFormat, Output } from 'mediabunny';
import type { Cut } from '#lib/live/parts.ts';

/** What is larger is left to the server: all that is cut here is in memory twice. */
const MOST_BYTES = 400 * 1024 * 1024;
/** Streams are handed on where they begin no further from the wanted moment than this; else they are encoded anew. */
const TOLERANCE_S = 0.05;

const inputOf = (blob: Blob) => new Input({ source: new BlobSource(blob), formats: ALL_FORMATS });

/** How long a video is, by its own word; null where this browser cannot read it. */
export async function lengthIn(blob: Blob): Promise<number | null> {
  const input = inputOf(blob);
  try {
    if (!(await input.getPrimaryVideoTrack())) return null;
    return Math.round((await input.computeDuration()) * 1_000);
  } catch {
    return null;
  } finally {
    input.dispose();
  }
}

/** The stretch alone, as MP4; null where this browser cannot do it, or not all of it. */
export async function cutOut(blob: Blob, { start_ms, end_ms }: Cut, far: (part: number) => unknown, signal: AbortSignal): Promise<Blob | null> {
  if (blob.size > MOST_BYTES || !('VideoEncoder' in globalThis)) return null;
  const input = inputOf(blob);
  try {
    const target = new BufferTarget();
    const conversion = await Conversion.init({
      input,
      output: new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target }),
      tracks: 'primary',
      trim: { start: start_ms / 1_000, end: end_ms / 1_000 },
      copy: { boundaryTolerance: TOLERANCE_S },
      // Where and when it was filmed is nobody's business.
      tags: {},
      showWarnings: false
    });
    if (!conversion.isValid || conversion.discardedTracks.length > 0) return null;
    conversion.onProgress = far;
    signal.addEventListener('abort', () => void conversion.cancel(), { once: true });
    await conversion.execute();
    return target.buffer && new Blob([target.buffer], { type: 'video/mp4' });
  } catch {
    return null;
  } finally {
    input.dispose();
  }
}
