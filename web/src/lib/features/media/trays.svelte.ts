import type { Cut } from '#lib/live/parts.ts';

/** A file that was chosen, and is not sent yet. */
export interface Chosen {
  key: string;
  blob: Blob;
  name: string;
  /** As what it is shown. */
  kind: 'photo' | 'video' | 'file';
  /** As what it is brought; none: as what its bytes are. */
  as?: 'photo' | 'video' | 'file';
  url: string;
  alt: string;
  width: number | null;
  height: number | null;
  /** Of a video: the stretch of it that is wanted, where the server is to cut it. */
  cut?: Cut | null;
  /** What the server calls it, where it is there already; its bytes are not here then. */
  media_id?: string | undefined;
  /** Of a video, where it is known. */
  duration_ms?: number | null;
}

export interface Tray {
  items: readonly Chosen[];
  /** Each may open it once. */
  once: boolean;
}

const EMPTY: Tray = { items: [], once: false };

/** What is to go with the next message, by conversation. Going elsewhere and coming back leaves it. */
class Trays {
  #of = $state.raw<Readonly<Record<string, Tray>>>({});

  of(room: string | null): Tray {
    return (room && this.#of[room]) || EMPTY;
  }

  put(room: string, tray: Partial<Tray>): void {
    this.#of = { ...this.#of, [room]: { ...this.of(room), ...tray } };
  }

  /** Empties it; what was in it is the caller's. */
  take(room: string): Tray {
    const tray = this.of(room);
    const { [room]: _, ...others } = this.#of;
    this.#of = others;
    return tray;
  }

  clear(): void {
    this.#of = {};
  }
}

export const trays = new Trays();
