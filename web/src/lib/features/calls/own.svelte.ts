import { camera, hasTwoCameras, microphone, NoDevice, type Facing } from './devices.ts';

/** My sound and picture. `shown` is told when my picture comes, goes, or is another camera's. */
export class Own {
  muted = $state(false);
  picture = $state.raw<MediaStream | null>(null);
  /** A camera is being opened. */
  opening = $state(false);
  /** There is another camera to turn to. */
  turns = $state(false);
  facing = $state<Facing>('user');
  /** Why there is no picture of mine, where one was wanted. */
  trouble = $state<string | null>(null);
  #sound: MediaStreamTrack | null = null;
  #closed = false;

  constructor(private readonly shown: (track: MediaStreamTrack | null, old: MediaStreamTrack | null) => void) {}

  /** Without a microphone there is no call; without a camera there is. Throws NoDevice. */
  async open(picture: boolean): Promise<void> {
    const sound = await microphone();
    if (this.#closed) return sound.stop();
    this.#sound = sound;
    if (picture) await this.show();
  }

  /** Puts it on the way to the other, once. */
  giveTo(pc: RTCPeerConnection): void {
    const given = new Set(pc.getSenders().map(({ track }) => track));
    const stream = new MediaStream();
    for (const track of [this.#sound, this.#track]) if (track && !given.has(track)) pc.addTrack(track, stream);
  }

  mute(on: boolean): void {
    this.muted = on;
    if (this.#sound) this.#sound.enabled = !on;
  }

  async show(facing: Facing = this.facing): Promise<void> {
    this.opening = true;
    this.trouble = null;
    // A phone opens one camera at a time.
    const old = this.#track;
    old?.stop();
    try {
      const track = await camera(facing);
      if (this.#closed) return track.stop();
      this.facing = facing;
      this.#become(track, old);
      this.turns = await hasTwoCameras();
    } catch (error) {
      this.#become(null, old);
      this.trouble = error instanceof NoDevice ? error.message : null;
    } finally {
      this.opening = false;
    }
  }

  hide(): void {
    const old = this.#track;
    old?.stop();
    this.#become(null, old);
  }

  turn(): Promise<void> {
    return this.show(this.facing === 'user' ? 'environment' : 'user');
  }

  close(): void {
    this.#closed = true;
    this.#sound?.stop();
    this.#track?.stop();
    this.picture = null;
  }

  get #track(): MediaStreamTrack | null {
    return this.picture?.getVideoTracks()[0] ?? null;
  }

  #become(track: MediaStreamTrack | null, old: MediaStreamTrack | null): void {
    this.picture = track && new MediaStream([track]);
    this.shown(track, old);
  }
}
