/** What is being played: the sound of a message, or of what is not sent yet. */
export type Track = {
  key: string;
  conversation_id: string;
  /** Null until it is on the server. */
  seq: number | null;
  /** Whose voice it is. */
  name: string;
  /** How long it is. */
  ms: number;
  /** Only where it stands on the screen anyway. */
  quiet?: boolean;
};

/** One thing is played at a time, in whichever conversation it was said. What plays it is loaded when it begins. */
class Sounding {
  track = $state.raw<Track | null>(null);
  playing = $state(false);
  /** So far, in milliseconds. */
  at = $state(0);
  rate = $state(1);
  #hush: (() => unknown) | null = null;

  is(key: string): boolean {
    return this.track?.key === key;
  }

  /** Whoever makes a sound from now on; `hush` stops it when another begins. */
  claim(hush: () => unknown): void {
    if (this.#hush !== hush) this.#hush?.();
    this.#hush = hush;
  }
}

export const sounding = new Sounding();
