import type { DBSchema, IDBPDatabase } from 'idb';

/** Something that is being recorded, or was when the page went. */
export interface Recording {
  id: string;
  conversation_id: string;
  kind: 'voice' | 'video_note';
  /** Its media type. */
  type: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** About a second of it. One after the other they are the recording. */
export interface Piece {
  recording: string;
  n: number;
  bytes: ArrayBuffer;
  /** How loud it was, ten times a second, from 0 to 1. */
  levels: readonly number[];
  /** How long the recording is with it. */
  ms: number;
}

/** Which voice notes of a conversation have been played on this device, by their seq. */
export interface Heard {
  conversation_id: string;
  seqs: readonly number[];
}

export interface VoiceShelf extends DBSchema {
  recordings: { key: string; value: Recording };
  pieces: { key: [string, number]; value: Piece };
  heard: { key: string; value: Heard };
}

export function makeVoices(shelf: unknown): void {
  const db = shelf as IDBPDatabase<VoiceShelf>;
  db.createObjectStore('recordings', { keyPath: 'id' });
  db.createObjectStore('pieces', { keyPath: ['recording', 'n'] });
  db.createObjectStore('heard', { keyPath: 'conversation_id' });
}

/** What is spoken and not sent yet, piece by piece, and what has been listened to. */
export class Voices {
  private readonly db: IDBPDatabase<VoiceShelf>;

  /** `shelf`: a database that holds these beside others, which the types of idb cannot say. */
  constructor(shelf: unknown) {
    this.db = shelf as IDBPDatabase<VoiceShelf>;
  }

  recordings(): Promise<Recording[]> {
    return this.db.getAll('recordings');
  }

  pieces(id: string): Promise<Piece[]> {
    return this.db.getAll('pieces', all(id));
  }

  /** The first piece brings the recording with it: there is none without a sound. */
  async append(recording: Recording, piece: Piece): Promise<void> {
    const tx = this.db.transaction(['recordings', 'pieces'], 'readwrite');
    await Promise.all([tx.objectStore('recordings').put(recording), tx.objectStore('pieces').put(piece), tx.done]);
  }

  async drop(id: string): Promise<void> {
    const tx = this.db.transaction(['recordings', 'pieces'], 'readwrite');
    await Promise.all([tx.objectStore('recordings').delete(id), tx.objectStore('pieces').delete(all(id)), tx.done]);
  }

  async heard(conversation_id: string): Promise<readonly number[]> {
    return (await this.db.get('heard', conversation_id))?.seqs ?? [];
  }

  async hear(heard: Heard): Promise<void> {
    await this.db.put('heard', heard);
  }
}

const all = (id: string) => IDBKeyRange.bound([id], [id, []]);

export type Voicing = { [Name in keyof Voices]: Voices[Name] };

/** Without a store a recording is in its page alone. */
export const unvoiced: Voicing = {
  recordings: () => Promise.resolve([]),
  pieces: () => Promise.resolve([]),
  append: () => Promise.resolve(),
  drop: () => Promise.resolve(),
  heard: () => Promise.resolve([]),
  hear: () => Promise.resolve()
};
