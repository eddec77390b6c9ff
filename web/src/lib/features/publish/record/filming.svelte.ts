import { v7 } from 'uuid';
import { hush, troubleOf, type Facing, type Trouble } from '#lib/features/voice/capture.ts';
import { sounding } from '#lib/features/voice/sounding.svelte.ts';
import { Take } from '#lib/features/voice/take.ts';
import { writing } from '../writing.svelte.ts';
import { LEFT, recorded, type Part } from './recorded.svelte.ts';

/** As long as what is not long yet. */
export const MOST_MS = 180_000;
const TICK_MS = 100;
const TYPES = ['video/webm;codecs=vp8,opus', 'video/mp4', 'video/webm'];
const BITS = { videoBitsPerSecond: 5_000_000, audioBitsPerSecond: 128_000 };

type State = 'asking' | 'ready' | 'counting' | 'recording' | 'trouble';

/** A video that is recorded part by part; the parts outlive the screen. */
export class Filming {
  state = $state<State>('asking');
  facing = $state<Facing>('environment');
  stream = $state.raw<MediaStream | null>(null);
  /** How long the part is that is recorded now. */
  ms = $state(0);
  /** Seconds until it begins; and how many it waits each time. */
  left_s = $state(0);
  timer_s = $state<0 | 3 | 10>(0);
  lit = $state(false);
  trouble = $state<Trouble | null>(null);
  /** The last press was too short for a picture. */
  nothing = $state(false);

  #media: MediaRecorder | null = null;
  #take: Take | null = null;
  #ticker: ReturnType<typeof setInterval> | undefined;
  #asked = 0;

  get parts(): readonly Part[] {
    return recorded.parts;
  }

  get all_ms(): number {
    return this.parts.reduce((sum, { ms }) => sum + ms, 0) + (this.state === 'recording' ? this.ms : 0);
  }

  get full(): boolean {
    return this.all_ms >= MOST_MS;
  }

  /** Whether there is a light that can be switched. */
  get light(): boolean {
    const can = this.stream?.getVideoTracks()[0]?.getCapabilities?.() as { torch?: boolean } | undefined;
    return can?.torch === true;
  }

  /** The parts of two cameras fit together only where each says anew how it is to be read. */
  get turns(): boolean {
    return this.parts.every(({ blob }) => blob.type.includes('webm'));
  }

  async begin(): Promise<void> {
    const asked = (this.#asked += 1);
    sounding.claim(() => undefined);
    this.#let();
    [this.state, this.trouble] = ['asking', null];
    try {
      if (!navigator.mediaDevices || !('MediaRecorder' in globalThis)) return this.#fail('insecure');
      const video = { facingMode: this.facing, width: { ideal: 1_080 }, height: { ideal: 1_920 }, frameRate: { ideal: 30, max: 30 } };
      const stream = await navigator.mediaDevices.getUserMedia({ video, audio: { echoCancellation: true, noiseSuppression: true } });
      if (asked !== this.#asked) return hush(stream);
      [this.stream, this.state] = [stream, 'ready'];
    } catch (error) {
      if (asked === this.#asked) this.#fail(troubleOf(error));
    }
  }

  async turn(): Promise<void> {
    this.facing = this.facing === 'user' ? 'environment' : 'user';
    await this.begin();
  }

  async switchLight(): Promise<void> {
    const lit = !this.lit;
    const constraints = { advanced: [{ torch: lit }] } as unknown as MediaTrackConstraints;
    await this.stream?.getVideoTracks()[0]?.applyConstraints(constraints).then(() => (this.lit = lit), () => undefined);
  }

  /** At once, or after the timer. */
  start(): void {
    if (this.state !== 'ready' || this.full) return;
    if (this.timer_s === 0) return this.#roll();
    [this.state, this.left_s] = ['counting', this.timer_s];
    this.#ticker = setInterval(() => {
      this.left_s -= 1;
      if (this.left_s > 0) return;
      clearInterval(this.#ticker);
      this.#roll();
    }, 1_000);
  }

  /** Resolves once the part is kept. */
  async stop(): Promise<void> {
    clearInterval(this.#ticker);
    if (this.state === 'counting') this.state = 'ready';
    const media = this.#media;
    if (!media || media.state === 'inactive') return;
    const ended = new Promise((resolve) => media.addEventListener('stop', resolve, { once: true }));
    media.stop();
    await ended;
  }

  undo(): void {
    recorded.parts = recorded.parts.slice(0, -1);
  }

  leave(): void {
    this.#asked += 1;
    clearInterval(this.#ticker);
    if (this.#media) this.#media.onstop = null;
    void this.#take?.drop();
    this.#let();
  }

  #roll(): void {
    const { stream } = this;
    if (!stream) return;
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    const media = new MediaRecorder(stream, { ...BITS, ...(mimeType && { mimeType }) });
    const take = new Take({ id: v7(), conversation_id: LEFT, kind: 'video_note', type: media.mimeType || mimeType || 'video/webm', at: Date.now() });
    const since = performance.now();
    take.hold();
    media.ondataavailable = ({ data }) => {
      take.ms = Math.round(performance.now() - since);
      take.append(data);
    };
    media.onstop = () => {
      clearInterval(this.#ticker);
      this.nothing = take.blob.size === 0;
      void (this.nothing ? take.drop() : writing.part(take));
      [this.#media, this.#take, this.ms] = [null, null, 0];
      // The camera may have been taken away meanwhile.
      this.state = stream.active ? 'ready' : 'asking';
      if (!stream.active) void this.begin();
    };
    [this.#media, this.#take] = [media, take];
    [this.state, this.ms, this.nothing] = ['recording', 0, false];
    media.start(1_000);
    this.#ticker = setInterval(() => {
      this.ms = performance.now() - since;
      if (this.full) void this.stop();
    }, TICK_MS);
  }

  #let(): void {
    hush(this.stream);
    [this.stream, this.lit, this.#media, this.#take] = [null, false, null, null];
  }

  #fail(why: Trouble): void {
    this.#let();
    [this.state, this.trouble] = ['trouble', why];
  }
}
