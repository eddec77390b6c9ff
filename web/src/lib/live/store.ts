import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Entry, EntryStore } from './outbox.ts';

export interface Draft {
  conversation_id: string;
  text: string;
  /** Milliseconds since 1970. */
  at: number;
}

interface Shelf extends DBSchema {
  outbox: { key: string; value: Entry };
  drafts: { key: string; value: Draft };
}

const name = (account_id: string) => `paperplane:${account_id}`;

/** What must survive a reload, kept per account in IndexedDB. */
export class Store implements EntryStore {
  constructor(private readonly db: IDBPDatabase<Shelf>) {}

  static async open(account_id: string): Promise<Store> {
    const db = await openDB<Shelf>(name(account_id), 1, {
      upgrade(fresh) {
        fresh.createObjectStore('outbox', { keyPath: 'client_id' });
        fresh.createObjectStore('drafts', { keyPath: 'conversation_id' });
      },
      // Another tab wipes the account: let go, or its wipe would wait for this tab.
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close()
    });
    return new Store(db);
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

  drafts(): Promise<Draft[]> {
    return this.db.getAll('drafts');
  }

  async keepDraft(draft: Draft): Promise<void> {
    if (draft.text === '') await this.db.delete('drafts', draft.conversation_id);
    else await this.db.put('drafts', draft);
  }

  close(): void {
    this.db.close();
  }
}

/** Where the browser offers no IndexedDB (some private windows): it works, and lasts as long as the page. */
export class Memory implements EntryStore {
  #entries = new Map<string, Entry>();
  #drafts = new Map<string, Draft>();

  entries = () => Promise.resolve([...this.#entries.values()]);
  keep = async (entry: Entry) => void this.#entries.set(entry.client_id, entry);
  drop = async (client_id: string) => void this.#entries.delete(client_id);
  drafts = () => Promise.resolve([...this.#drafts.values()]);
  keepDraft = async (draft: Draft) => void this.#drafts.set(draft.conversation_id, draft);
  close(): void {}
}

export type Shelved = Pick<Store, 'entries' | 'keep' | 'drop' | 'drafts' | 'keepDraft' | 'close'>;

export async function open(account_id: string): Promise<Shelved> {
  try {
    return await Store.open(account_id);
  } catch {
    return new Memory();
  }
}

/** Nothing of this account stays in the browser. */
export async function wipe(account_id: string): Promise<void> {
  await deleteDB(name(account_id));
}
