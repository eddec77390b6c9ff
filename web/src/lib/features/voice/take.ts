import { live } from '#lib/live/live.svelte.ts';
import type { Piece, Recording } from '#lib/live/voices.ts';

/** Held by the page that records it, for as long as it does: no other page offers it meanwhile. */
export const lockOf = (id: string) => `paperplane:recording:${id}`;

/** One recording: every second of it is on the disk as soon as it is spoken. */
export class Take {
  ms = 0;
  /** How loud it was, ten times a second, from 0 to 1. */
  levels: number[] = [];
  #parts: Blob[] = [];
  #told = 0;
  #count = 0;
  #writing: Promise<unknown> = Promise.resolve();
  #dropped = false;
  #release = Promise.withResolvers<void>();

  constructor(readonly recording: Recording) {}

  /** One that an earlier page left behind. */
  static from(recording: Recording, pieces: readonly Piece[]): Take {
    const take = new Take(recording);
    take.ms = pieces.at(-1)?.ms ?? 0;
    take.levels = pieces.flatMap(({ levels }) => levels);
    take.#parts = pieces.map(({ bytes }) => new Blob([bytes]));
    take.#count = pieces.length;
    return take;
  }

  get id(): string {
    return this.recording.id;
  }

  get blob(): Blob {
    return new Blob(this.#parts, { type: this.recording.type });
  }

  hold(): void {
    void navigator.locks?.request(lockOf(this.id), () => this.#release.promise);
  }

  /** No page records it any more. */
  release(): void {
    this.#release.resolve();
  }

  hear(level: number, ms: number): void {
    this.levels.push(level);
    this.ms = ms;
  }

  append(data: Blob): void {
    if (data.size === 0 || this.#dropped) return;
    this.#parts.push(data);
    const levels = this.levels.slice(this.#told);
    const piece = { recording: this.id, n: this.#count, levels, ms: this.ms };
    this.#told = this.levels.length;
    this.#count += 1;
    // A full disk does not end it: it then lasts as long as its page.
    this.#writing = this.#writing.then(() => this.#write(data, piece)).catch(() => undefined);
  }

  /** Everything that was spoken is on the disk. */
  written(): Promise<unknown> {
    return this.#writing;
  }

  /** Nothing of it stays. */
  async drop(): Promise<void> {
    this.#dropped = true;
    this.release();
    await this.#writing;
    await (await live.shelf)?.voices.drop(this.id);
  }

  async #write(data: Blob, piece: Omit<Piece, 'bytes'>): Promise<void> {
    const bytes = await data.arrayBuffer();
    if (!this.#dropped) await (await live.shelf)?.voices.append(this.recording, { ...piece, bytes });
  }
}

/** What was being recorded here when its page went away, the eldest first. */
export async function leftBehind(conversation_id: string): Promise<Take[]> {
  const voices = (await live.shelf)?.voices;
  const all = (await voices?.recordings()) ?? [];
  const here = all.filter((recording) => recording.conversation_id === conversation_id).sort((a, b) => a.at - b.at);
  if (!voices || here.length === 0) return [];
  const held = new Set((await navigator.locks?.query())?.held?.map(({ name }) => name));
  const free = here.filter(({ id }) => !held.has(lockOf(id)));
  return Promise.all(free.map(async (recording) => Take.from(recording, await voices.pieces(recording.id))));
}
