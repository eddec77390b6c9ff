import type { Entry } from './outbox.ts';
import type { Draft } from './store.ts';

/** What can be written in the last moment of a page: IndexedDB answers too late then, this is done at once. */
interface Words {
  drafts: Draft;
  entries: Entry;
}

const PREFIX = 'paperplane:last:';
const key = (account_id: string, kind: keyof Words) => `${PREFIX}${account_id}:${kind}`;

export function leave<Kind extends keyof Words>(account_id: string, kind: Kind, words: readonly Words[Kind][]): void {
  if (words.length === 0) return;
  try {
    const before = read(account_id, kind);
    localStorage.setItem(key(account_id, kind), JSON.stringify([...before, ...words]));
  } catch {
    // Full or forbidden: what IndexedDB got in time is all there is.
  }
}

/** What the page before left, the oldest first; it is then the reader's to keep. */
export function pick<Kind extends keyof Words>(account_id: string, kind: Kind): Words[Kind][] {
  try {
    const found = read(account_id, kind);
    localStorage.removeItem(key(account_id, kind));
    return found.sort((a, b) => a.at - b.at);
  } catch {
    return [];
  }
}

export function silence(account_id: string): void {
  pick(account_id, 'drafts');
  pick(account_id, 'entries');
}

function read<Kind extends keyof Words>(account_id: string, kind: Kind): Words[Kind][] {
  return JSON.parse(localStorage.getItem(key(account_id, kind)) ?? '[]') as Words[Kind][];
}
