import type { DBSchema, IDBPDatabase } from 'idb';
import type { Person, Post, PostRequest } from '#lib/api/types.ts';
import type { Cut } from './parts.ts';
import { LEFT, WRITING } from './writing.ts';

/** A file of a post on its way; its bytes are kept beside it, by its key. */
export interface KeptFile {
  key: string;
  name: string;
  alt: string;
  bytes: number;
  cut: Cut | null;
  /** Where its upload goes on; null before it has begun. */
  url: string | null;
  /** The server's name for it, once all of it is there. */
  media_id: string | null;
  /** It is not shown with the others: it stands for the video. */
  cover?: true;
}

/** A post that is not on the server yet. */
export interface KeptPost {
  client_id: string;
  request: PostRequest & { kind: Post['kind'] };
  /** The draft that it changes; none: it is new. */
  post_id?: string;
  files: KeptFile[];
  /** It is new, and was not written in Create: what is written there stays. */
  apart?: true;
  /** Who is said to be in which of its files, and where; `person`: as they are shown where it is written again. */
  people?: { handle: string; key: string; x: number; y: number; person?: Person }[];
  /** Milliseconds since 1970. */
  at: number;
  /** Why it goes no further by itself. */
  problem: { code: string; text: string } | null;
}

export interface PostShelf extends DBSchema {
  posts: { key: string; value: KeptPost };
  postfiles: { key: string; value: Blob };
}

const BOTH = ['posts', 'postfiles'] as const;

export function makePosts(shelf: unknown): void {
  const db = shelf as IDBPDatabase<PostShelf>;
  db.createObjectStore('posts', { keyPath: 'client_id' });
  db.createObjectStore('postfiles');
}

/** Posts on their way, with all they are made of. */
export class Posts {
  private readonly db: IDBPDatabase<PostShelf>;

  /** `shelf`: a database that holds these beside others, which the types of idb cannot say. */
  constructor(shelf: unknown) {
    this.db = shelf as IDBPDatabase<PostShelf>;
  }

  async all(): Promise<KeptPost[]> {
    return (await this.db.getAll('posts')).sort((a, b) => a.at - b.at);
  }

  one(client_id: string): Promise<KeptPost | undefined> {
    return this.db.get('posts', client_id);
  }

  blob(key: string): Promise<Blob | undefined> {
    return this.db.get('postfiles', key);
  }

  /** All of it or nothing. What is new is not being written any more from then on: nobody finds it in both places. Throws where there is no room. */
  async keep(post: KeptPost, blobs: ReadonlyMap<string, Blob>): Promise<void> {
    const shelf = this.db as unknown as IDBPDatabase;
    const tx = shelf.transaction([...BOTH, ...WRITING], 'readwrite');
    const puts: Promise<unknown>[] = [tx.objectStore('posts').put(post), ...[...blobs].map(([key, blob]) => tx.objectStore('postfiles').put(blob, key))];
    if (!post.post_id && !post.apart) puts.push(...WRITING.map((store) => tx.objectStore(store).clear()), tx.objectStore('writing').put(post.client_id, LEFT));
    await Promise.all([...puts, tx.done]);
  }

  /** As it is from now on; what was taken back meanwhile does not come again. */
  async change(client_id: string, change: (post: KeptPost) => KeptPost): Promise<KeptPost | undefined> {
    const tx = this.db.transaction('posts', 'readwrite');
    const before = await tx.store.get(client_id);
    const after = before && change(before);
    if (after) await tx.store.put(after);
    await tx.done;
    return after;
  }

  async drop({ client_id, files }: KeptPost): Promise<void> {
    const tx = this.db.transaction(BOTH, 'readwrite');
    await Promise.all([tx.objectStore('posts').delete(client_id), ...files.map(({ key }) => tx.objectStore('postfiles').delete(key)), tx.done]);
  }
}

export type Posting = { [Name in keyof Posts]: Posts[Name] };

/** Without a store a post is in its page alone. */
export class MemoryPosts implements Posting {
  #posts = new Map<string, KeptPost>();
  #blobs = new Map<string, Blob>();

  all = async () => [...this.#posts.values()];
  one = async (client_id: string) => this.#posts.get(client_id);
  blob = async (key: string) => this.#blobs.get(key);
  keep = async (post: KeptPost, blobs: ReadonlyMap<string, Blob>) => {
    this.#posts.set(post.client_id, post);
    blobs.forEach((blob, key) => this.#blobs.set(key, blob));
  };
  change = async (client_id: string, change: (post: KeptPost) => KeptPost) => {
    const before = this.#posts.get(client_id);
    if (before) this.#posts.set(client_id, change(before));
    return this.#posts.get(client_id);
  };
  drop = async ({ client_id, files }: KeptPost) => {
    this.#posts.delete(client_id);
    files.forEach(({ key }) => this.#blobs.delete(key));
  };
}
