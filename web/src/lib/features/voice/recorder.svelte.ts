import { v7 } from 'uuid';
import { limits } from '#lib/app/limits.svelte.ts';
import { session } from '#lib/app/session.svelte.ts';
import { typing } from '#lib/features/messages/typing.svelte.ts';
import { hush, listen, Meter, recorderOf, troubleOf, type Facing, type Kind, type Trouble } from './capture.ts';
import { sounding } from './sounding.svelte.ts';
import { Take } from './take.ts';

const PIECE_MS = 1_000;
/** The server measures what comes out, which may be a little longer. */
const MARGIN_MS = 500;
const TICK_MS = 100;
/** So many of the last levels are drawn. */
const SHOWN = 120;

/** `ready`: a camera shows what it sees, and nothing is recorded yet. */
type State = 'idle' | 'asking' | 'ready' | 'recording' | 'paused';

/** The one recording of this page: from the microphone, or the camera with it, to the disk. */
class Recorder {
  state = $state<State>('idle');
  /** The conversation it is for. */
  room = $state('');
  kind = $state<Kind>('voice');
  /** A finger holds the button: it ends when the finger leaves. */
  held = $state(false);
  facing = $state<Facing>('user');
  ms = $state(0);
  most = $state(0);
  levels = $state.raw<readonly number[]>([]);
  stream = $state.raw<MediaStream | null>(null);
  take = $state.raw<Take | null>(null);
  trouble = $state<{ room: string; kind: Kind; why: Trouble } | null>(null);

  #media: MediaRecorder | null = null;
  #meter: Meter | null = null;
  #ticker: ReturnType<typeof setInterval> | undefined;
  /** What was recorded before the last pause, and since when it goes on. */
  #before = 0;
  #since = 0;
  #asked = 0;
  /** What is played while it records would be in it: the recording rests. */
  #quiet = () => this.pause();
  /** A screen that goes dark takes some phones' microphones with it. */
  #awake: WakeLockSentinel | null = null;

  is(room: string): boolean {
    return this.state !== 'idle' && this.room === room;
  }

  /** Asks for the microphone, and begins; a camera waits for `roll`. */
  async begin(room: string, kind: Kind, held = false): Promise<void> {
    await this.park();
    // What is played would be recorded too.
    sounding.claim(this.#quiet);
    const asked = (this.#asked += 1);
    [this.state, this.room, this.kind, this.held, this.trouble] = ['asking', room, kind, held, null];
    [this.ms, this.levels, this.#before] = [0, [], 0];
    if (!navigator.mediaDevices || !('MediaRecorder' in globalThis)) return this.#fail('insecure');
    try {
      const stream = await listen(kind, this.facing);
      if (asked !== this.#asked) return hush(stream);
      [this.stream, this.most] = [stream, limits.sizes[`${kind}_s`] * 1_000 - MARGIN_MS];
      this.state = 'ready';
      if (kind === 'voice') this.roll();
    } catch (error) {
      if (asked === this.#asked) this.#fail(troubleOf(error));
    }
  }

  /** The other camera, before it records. */
  async turn(): Promise<void> {
    this.facing = this.facing === 'user' ? 'environment' : 'user';
    hush(this.stream);
    await this.begin(this.room, this.kind);
  }

  roll(): void {
    const { stream, room, kind } = this;
    if (this.state !== 'ready' || !stream) return;
    const media = recorderOf(stream, kind);
    const take = new Take({ id: v7(), conversation_id: room, kind, type: media.mimeType, at: Date.now() });
    take.hold();
    media.ondataavailable = ({ data }) => take.append(data);
    // The microphone was taken away: what was spoken stays.
    media.onstop = () => void (this.#media === media && this.park());
    [this.take, this.#media] = [take, media];
    this.#meter = kind === 'voice' ? new Meter(stream) : null;
    sounding.claim(this.#quiet);
    media.start(PIECE_MS);
    void this.#wake();
    this.#run();
  }

  pause(): void {
    if (this.state !== 'recording') return;
    this.#rest();
    this.#media?.requestData();
    this.#media?.pause();
    this.held = false;
    this.state = 'paused';
  }

  resume(): void {
    if (this.state !== 'paused' || this.full) return;
    sounding.claim(this.#quiet);
    this.#media?.resume();
    this.#run();
  }

  get full(): boolean {
    return this.most > 0 && this.ms >= this.most;
  }

  /** It goes on without the finger. */
  lock(): void {
    this.held = false;
  }

  /** It has ended, and is whole; null where nothing was recorded. */
  async finish(): Promise<Take | null> {
    const { take, stream } = this;
    const media = this.#media;
    this.#rest();
    this.#media = null;
    this.#asked += 1;
    if (media && media.state !== 'inactive') {
      const ended = new Promise((resolve) => media.addEventListener('stop', resolve, { once: true }));
      media.stop();
      await ended;
    }
    await take?.written();
    if (this.stream === stream) this.#leave(take);
    return take;
  }

  /** Nothing of it stays. */
  async drop(): Promise<void> {
    const { take } = this;
    this.held = false;
    await Promise.all([take?.drop(), this.finish()]);
  }

  /** Something else comes first: what was spoken is kept, and offered when one comes back. */
  async park(): Promise<void> {
    if (this.state === 'idle') return;
    await this.finish();
  }

  #run(): void {
    this.state = 'recording';
    this.#since = performance.now();
    this.#ticker = setInterval(() => this.#tick(), TICK_MS);
    this.#tick();
  }

  #tick(): void {
    this.ms = Math.min(this.most, this.#before + performance.now() - this.#since);
    const level = this.#meter?.level() ?? 0;
    this.levels = [...this.levels.slice(1 - SHOWN), level];
    this.take?.hear(level, this.ms);
    typing.tell(this.room, 'recording');
    if (this.full) this.pause();
  }

  #rest(): void {
    clearInterval(this.#ticker);
    if (this.state === 'recording') this.#before = this.ms = Math.min(this.most, this.#before + performance.now() - this.#since);
  }

  #leave(take: Take | null): void {
    take?.release();
    this.#meter?.stop();
    void this.#awake?.release().catch(() => undefined);
    hush(this.stream);
    [this.#meter, this.#awake, this.stream, this.take] = [null, null, null, null];
    [this.held, this.state] = [false, 'idle'];
    typing.rested(this.room);
  }

  async #wake(): Promise<void> {
    this.#awake = (await navigator.wakeLock?.request('screen').catch(() => null)) ?? null;
    if (this.state === 'idle') void this.#awake?.release();
  }

  #fail(why: Trouble): void {
    this.trouble = { room: this.room, kind: this.kind, why };
    this.#leave(null);
  }
}

export const recorder = new Recorder();
session.onSignOut(() => recorder.drop());
