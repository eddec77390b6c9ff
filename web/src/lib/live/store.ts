import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Conversation, Folder, Message, Nickname, Person } from '#lib/api/types.ts';
import { Memory } from './memory.ts';
import type { Entry, EntryStore } from './outbox.ts';
import type { KeptPart } from './parts.ts';
import { makePosts, Posts, type PostShelf, type Posting } from './posting.ts';
import { soon } from './soon.ts';
import { makeVoices, Voices, type VoiceShelf, type Voicing } from './voices.ts';
import { makeWriting, Writings, type Writing, type WritingShelf } from './writing.ts';

export interface Draft {
  conversation_id: string;
  text: string;
  /** Milliseconds since 1970. */
  at: number;
  /** False: the server does not know of it yet. */
  told?: boolean;
}

/** The newest piece of a conversation's log, as it was when it was last kept. */
export interface KeptLog {
  id: string;
  /** Milliseconds since 1970: when it was last looked at. */
  at: number;
  messages: readonly Message[];
  base_seq: number;
  ids: readonly string[];
  last_seq: number;
  older: boolean;
  /** As in the head whose deletions for oneself it knows. */
  hidings?: number;
  /** By which skew of the clock it was seen to that nothing is here that is over. */
  skew?: number;
}

/** What is kept beside the heads and stands for all of them. */
export interface Meta {
  /** The build's shape of the API: what another shape left cannot be read. */
  shape: string;
  /** Everything before it is in the heads and logs that were kept together with it. */
  cursor: string;
  /** Where each list of the inbox goes on. */
  next: Record<string, string | null>;
  /** In the order of pinning. */
  pinned?: readonly string[];
  counts: { unread: number; requests: number };
  /** Read here, by conversation, and perhaps not told to the server. */
  reads: Record<string, number>;
  proved_at: string | null;
  folders?: readonly Folder[];
  nicknames?: readonly Nickname[];
}

export interface Cached {
  meta: Meta;
  heads: Conversation[];
  people: Person[];
}

export interface Change {
  meta: Meta;
  heads: Conversation[];
  logs: KeptLog[];
  people: Person[];
  lostHeads: string[];
  lostLogs: string[];
  /** Nothing that was there before is of use. */
  anew: boolean;
}

interface Shelf extends DBSchema, VoiceShelf, PostShelf, WritingShelf {
  outbox: { key: string; value: Entry };
  parts: { key: string; value: KeptPart };
  /** Their bytes, by the same keys. */
  blobs: { key: string; value: Blob };
  drafts: { key: string; value: Draft };
  heads: { key: string; value: Conversation };
  logs: { key: string; value: KeptLog };
  people: { key: string; value: Person };
  meta: { key: string; value: Meta };
}

const PREFIX = 'paperplane:';
const VERSION = 5;
const PARTS = ['parts', 'blobs'] as const;
const CACHE = ['heads', 'logs', 'people', 'meta'] as const;
const META = 'meta';
const name = (account_id: string) => PREFIX + account_id;

/** What must survive a reload, kept per account in IndexedDB, and what is readable without a network. */
export class Store implements EntryStore {
  /** Whether what is kept outlives the page, and is there for the account's other tabs. */
  readonly lasts: boolean = true;
  readonly voices: Voicing;
  readonly posts: Posting;
  readonly writing: Writing;

  constructor(private readonly db: IDBPDatabase<Shelf>) {
    [this.voices, this.posts, this.writing] = [new Voices(db), new Posts(db), new Writings(db)];
  }

  static async open(account_id: string): Promise<Store> {
    try {
      return new Store(await openAt(account_id, VERSION));
    } catch (error) {
      // A newer build was here, and this is the older one, started without a network: what it knows is still there.
      if ((error as DOMException).name !== 'VersionError') throw error;
      return new Store(await openAt(account_id, undefined));
    }
  }

  entries(): Promise<Entry[]> {
    return this.db.getAll('outbox');
  }

  async keep(entry: Entry): Promise<void> {
    await this.db.put('outbox', entry);
  }

  async drop(client_id: string): Promise<void> {
    await this.db.delete('outbox', client_id);
  }

  /** A message and all it is made of, or nothing. Throws where there is no room. */
  async keepWith(entry: Entry, parts: readonly KeptPart[], blobs: readonly Blob[]): Promise<void> {
    const tx = this.db.transaction(['outbox', ...PARTS], 'readwrite');
    await whole(tx, [
      () => tx.objectStore('outbox').put(entry),
      ...parts.map((part) => () => tx.objectStore('parts').put(part)),
      ...blobs.map((blob, at) => () => tx.objectStore('blobs').put(blob, parts[at]!.key))
    ]);
  }

  parts(): Promise<KeptPart[]> {
    return this.db.getAll('parts');
  }

  part(key: string): Promise<KeptPart | undefined> {
    return this.db.get('parts', key);
  }

  blob(key: string): Promise<Blob | undefined> {
    return this.db.get('blobs', key);
  }

  async keepPart(part: KeptPart): Promise<void> {
    await this.db.put('parts', part);
  }

  async dropParts(keys: readonly string[]): Promise<void> {
    const tx = this.db.transaction(PARTS, 'readwrite');
    await Promise.all([...keys.flatMap((key) => PARTS.map((store) => tx.objectStore(store).delete(key))), tx.done]);
  }

  drafts(): Promise<Draft[]> {
    return this.db.getAll('drafts');
  }

  async keepDraft(draft: Draft): Promise<void> {
    if (draft.text === '' && draft.told !== false) await this.db.delete('drafts', draft.conversation_id);
    else await this.db.put('drafts', draft);
  }

  /** The heads and what they stand for, from one moment; null where nothing of this shape was kept. */
  async cached(shape: string): Promise<Cached | null> {
    const tx = this.db.transaction(CACHE);
    const [meta, heads, people] = await Promise.all([
      tx.objectStore('meta').get(META),
      tx.objectStore('heads').getAll(),
      tx.objectStore('people').getAll()
    ]);
    return meta?.shape === shape ? { meta, heads, people } : null;
  }

  log(id: string): Promise<KeptLog | undefined> {
    return this.db.get('logs', id);
  }

  logs(): Promise<KeptLog[]> {
    return this.db.getAll('logs');
  }

  /** All of it or nothing: the cursor never gets to the disk without what it stands for. */
  async write({ meta, heads, logs, people, lostHeads, lostLogs, anew }: Change): Promise<void> {
    const tx = this.db.transaction(CACHE, 'readwrite');
    const [head, log, person] = [tx.objectStore('heads'), tx.objectStore('logs'), tx.objectStore('people')];
    const steps = [
      ...(anew ? [() => head.clear(), () => log.clear(), () => person.clear()] : []),
      ...lostHeads.map((id) => () => head.delete(id)),
      ...lostLogs.map((id) => () => log.delete(id)),
      ...heads.map((one) => () => head.put(one)),
      ...logs.map((one) => () => log.put(one)),
      ...people.map((one) => () => person.put(one)),
      () => tx.objectStore('meta').put(meta, META)
    ];
    await whole(tx, steps);
  }

  /** Makes room: what is written and not sent matters more than what can be fetched again. */
  async forget(): Promise<void> {
    const tx = this.db.transaction(CACHE, 'readwrite');
    await Promise.all([...CACHE.map((store) => tx.objectStore(store).clear()), tx.done]);
  }

  close(): void {
    this.db.close();
  }
}

/** A value that cannot be stored fails alone, and would let the rest through. */
async function whole(tx: { abort: () => void; done: Promise<unknown> }, steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  const written = Promise.all(steps.map(async (step) => step())).catch((error: unknown) => {
    tx.abort();
    throw error;
  });
  await Promise.all([written, tx.done]);
}

function openAt(account_id: string, version: number | undefined): Promise<IDBPDatabase<Shelf>> {
  return openDB<Shelf>(name(account_id), version, {
    upgrade(db, before) {
      if (before < 1) {
        db.createObjectStore('outbox', { keyPath: 'client_id' });
        db.createObjectStore('drafts', { keyPath: 'conversation_id' });
      }
      if (before < 2) {
        db.createObjectStore('heads', { keyPath: 'id' });
        db.createObjectStore('logs', { keyPath: 'id' });
        db.createObjectStore('people', { keyPath: 'id' });
        db.createObjectStore('meta');
      }
      if (before < 3) {
        db.createObjectStore('parts', { keyPath: 'key' });
        db.createObjectStore('blobs');
        makeVoices(db);
      }
      if (before < 4) makePosts(db);
      makeWriting(db);
    },
    // Another tab wipes the account: let go, or its wipe would wait for this tab.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close()
  });
}

export type Shelved = { [Name in keyof Store]: Store[Name] };

/** `holds`: whether this account is still signed in in this browser, now, in whichever tab. */
export async function open(account_id: string, holds: () => boolean): Promise<Shelved> {
  try {
    const store = await soon(Store.open(account_id));
    if (holds()) return store;
    // Another tab signed out meanwhile. Opening may have made anew what it wiped.
    store.close();
    await wipe(account_id);
  } catch {
    // No IndexedDB, or a broken one.
  }
  return new Memory();
}

/** Nothing of this account stays in the browser. */
export async function wipe(account_id: string): Promise<void> {
  await deleteDB(name(account_id));
}

/** What accounts that are not signed in here any more left behind: a browser may have died while it wiped. */
export async function sweep(account_id: string | null): Promise<void> {
  const all = (await indexedDB.databases?.()) ?? [];
  const others = all.filter((db) => db.name?.startsWith(PREFIX) && db.name !== name(account_id ?? ''));
  await Promise.all(others.map((db) => deleteDB(db.name!)));
}
