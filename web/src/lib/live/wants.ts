import type { ClientFrame } from './wire.ts';

/** What a screen wants to be told for as long as it shows it: who is here, and what is said to which posts. */
export type Want = Extract<ClientFrame, { op: 'watch' | 'listen' }>;

const MOST = { watch: 100, listen: 8 };
const OPS = ['watch', 'listen'] as const;
const idsOf = (want: Want): string[] => (want.op === 'watch' ? want.account_ids : want.post_ids);
const wantOf = (op: Want['op'], ids: string[]): Want => (op === 'watch' ? { op, account_ids: ids } : { op, post_ids: ids });

/** The wishes of all tabs of an account; the server has one list of each kind. */
export class Wants {
  readonly #lists = { watch: new Map<string, string[]>(), listen: new Map<string, string[]>() };

  put(tab: string, want: Want): void {
    const ids = idsOf(want);
    if (ids.length > 0) this.#lists[want.op].set(tab, ids);
    else this.#lists[want.op].delete(tab);
  }

  of(tab: string): Want[] {
    return OPS.map((op) => wantOf(op, this.#lists[op].get(tab) ?? []));
  }

  /** Of every tab; this one's first, where there are too many. */
  all(tab: string): Want[] {
    return OPS.map((op) => wantOf(op, [...new Set([...(this.#lists[op].get(tab) ?? []), ...[...this.#lists[op].values()].flat()])].slice(0, MOST[op])));
  }

  clear(): void {
    for (const op of OPS) this.#lists[op].clear();
  }
}

/** That a tab shows nothing of this any more. */
export const nothing = (): Want[] => OPS.map((op) => wantOf(op, []));
