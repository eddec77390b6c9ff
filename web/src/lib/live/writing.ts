import type { DBSchema, IDBPDatabase } from 'idb';

/** What is being written, beside its words; `files`: which blobs of it are on the device, by their names. */
export interface KeptWriting {
  items: readonly unknown[];
  people: readonly unknown[];
  parts: readonly unknown[];
  /** The moment that is to stand for its video. */
  cover: unknown;
  files: readonly string[];
}

export interface WritingShelf extends DBSchema {
  /** Beside what is written: the name of the post as which the last went on its way. */
  writing: { key: string; value: KeptWriting | string };
  writingfiles: { key: string; value: Blob };
}

export const WRITING = ['writing', 'writingfiles'] as const;
const NOW = 'now';
export const LEFT = 'left';

export function makeWriting(shelf: unknown): void {
  const db = shelf as IDBPDatabase<WritingShelf>;
  for (const store of WRITING) db.createObjectStore(store);
}

/** The files of the one post that is being written. */
export class Writings {
  private readonly db: IDBPDatabase<WritingShelf>;

  /** `shelf`: a database that holds these beside others, which the types of idb cannot say. */
  constructor(shelf: unknown) {
    this.db = shelf as IDBPDatabase<WritingShelf>;
  }

  async read(): Promise<{ kept: KeptWriting; blobs: Map<string, Blob> } | null> {
    const tx = this.db.transaction(WRITING);
    const files = tx.objectStore('writingfiles');
    const [kept, names, blobs] = await Promise.all([tx.objectStore('writing').get(NOW), files.getAllKeys(), files.getAll()]);
    return kept && typeof kept !== 'string' ? { kept, blobs: new Map(names.map((name, at) => [name, blobs[at]!])) } : null;
  }

  /** As which post the last that was written went on its way. */
  async left(): Promise<string | null> {
    const left = await this.db.get('writing', LEFT);
    return typeof left === 'string' ? left : null;
  }

  /** As it is from now on, or as it was; `anew`: what of it is not there yet. Throws where there is no room. */
  async keep(kept: KeptWriting, anew: ReadonlyMap<string, Blob>): Promise<void> {
    const tx = this.db.transaction(WRITING, 'readwrite');
    const files = tx.objectStore('writingfiles');
    const gone = (await files.getAllKeys()).filter((name) => !kept.files.includes(name));
    const puts = [tx.objectStore('writing').put(kept, NOW), ...gone.map((name) => files.delete(name)), ...[...anew].map(([name, blob]) => files.put(blob, name))];
    await Promise.all([...puts, tx.done]);
  }
}

export type Writing = { [Name in keyof Writings]: Writings[Name] };

/** Without a store it is in its page alone. */
export const unwritten: Writing = { read: () => Promise.resolve(null), left: () => Promise.resolve(null), keep: () => Promise.resolve() };
