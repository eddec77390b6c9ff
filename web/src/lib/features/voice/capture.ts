export type Kind = 'voice' | 'video_note';
export type Facing = 'user' | 'environment';
/** Why nothing is recorded: not allowed, nothing to record with, in use elsewhere, or a page that may not ask. */
export type Trouble = 'refused' | 'missing' | 'busy' | 'insecure';

const TYPES: Record<Kind, readonly string[]> = {
  voice: ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'],
  video_note: ['video/webm;codecs=vp8,opus', 'video/mp4', 'video/webm']
};
const BITS: Record<Kind, MediaRecorderOptions> = {
  voice: { audioBitsPerSecond: 32_000 },
  video_note: { audioBitsPerSecond: 48_000, videoBitsPerSecond: 1_200_000 }
};
const SIDE = 480;

/** What this browser records in; '' leaves it to the browser. */
export function typeFor(kind: Kind, can: (type: string) => boolean): string {
  return TYPES[kind].find(can) ?? '';
}

/** voice.webm; the server looks at the bytes, people at the name. */
export function fileName(kind: Kind, type: string): string {
  const ending = type.includes('mp4') ? 'mp4' : type.includes('ogg') ? 'ogg' : 'webm';
  return `${kind === 'voice' ? 'voice' : 'video-note'}.${ending}`;
}

export function troubleOf(error: unknown): Trouble {
  const { name } = error as DOMException;
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'busy';
}

/** Throws what `troubleOf` understands. */
export function listen(kind: Kind, facing: Facing): Promise<MediaStream> {
  const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  const side = { ideal: SIDE };
  const video = kind === 'video_note' && { facingMode: facing, width: side, height: side, frameRate: { ideal: 30, max: 30 } };
  return navigator.mediaDevices.getUserMedia({ audio, video });
}

export function recorderOf(stream: MediaStream, kind: Kind): MediaRecorder {
  const mimeType = typeFor(kind, (type) => MediaRecorder.isTypeSupported(type));
  return new MediaRecorder(stream, { ...BITS[kind], ...(mimeType && { mimeType }) });
}

export function hush(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** How loud it is now. */
export class Meter {
  #context = new AudioContext();
  #ear = this.#context.createAnalyser();
  #samples: Float32Array<ArrayBuffer>;

  constructor(stream: MediaStream) {
    this.#ear.fftSize = 2048;
    this.#samples = new Float32Array(this.#ear.fftSize);
    this.#context.createMediaStreamSource(stream).connect(this.#ear);
    void this.#context.resume().catch(() => undefined);
  }

  /** The loudest of the last moments, from 0 to 1. */
  level(): number {
    this.#ear.getFloatTimeDomainData(this.#samples);
    return this.#samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  }

  stop(): void {
    void this.#context.close().catch(() => undefined);
  }
}
