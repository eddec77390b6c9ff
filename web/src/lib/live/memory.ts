import type { Entry, EntryStore } from './outbox.ts';
import type { KeptPart } from './parts.ts';
import { MemoryPosts } from './posting.ts';
import type { Draft } from './store.ts';
import { unvoiced } from './voices.ts';
import { unwritten } from './writing.ts';

/** Where the browser offers no IndexedDB (some private windows): it works, and lasts as long as the page. */
export class Memory implements EntryStore {
  readonly lasts: boolean = false;
  #entries = new Map<string, Entry>();
  #parts = new Map<string, KeptPart>();
  #blobs = new Map<string, Blob>();
  #drafts = new Map<string, Draft>();

  entries = () => Promise.resolve([...this.#entries.values()]);
  keep = async (entry: Entry) => void this.#entries.set(entry.client_id, entry);
  drop = async (client_id: string) => void this.#entries.delete(client_id);
  keepWith = async (entry: Entry, parts: readonly KeptPart[], blobs: readonly Blob[]) => {
    await this.keep(entry);
    parts.forEach((part, at) => (this.#parts.set(part.key, part), this.#blobs.set(part.key, blobs[at]!)));
  };
  parts = () => Promise.resolve([...this.#parts.values()]);
  part = async (key: string) => this.#parts.get(key);
  blob = async (key: string) => this.#blobs.get(key);
  keepPart = async (part: KeptPart) => void this.#parts.set(part.key, part);
  dropParts = async (keys: readonly string[]) => keys.forEach((key) => (this.#parts.delete(key), this.#blobs.delete(key)));
  drafts = () => Promise.resolve([...this.#drafts.values()]);
  keepDraft = async (draft: Draft) => void this.#drafts.set(draft.conversation_id, draft);
  readonly voices = unvoiced;
  readonly posts = new MemoryPosts();
  readonly writing = unwritten;
  // What a page holds anyway need not be held twice.
  cached = () => Promise.resolve(null);
  log = () => Promise.resolve(undefined);
  logs = () => Promise.resolve([]);
  write = () => Promise.resolve();
  forget = () => Promise.resolve();
  close(): void {}
}
