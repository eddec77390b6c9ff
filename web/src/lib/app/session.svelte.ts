import { api, ApiError } from '#lib/api/client.ts';
import type { Me } from '#lib/api/types.ts';
import { toasts } from './toasts.svelte.ts';
import { unread } from './unread.svelte.ts';

const KEPT = 'paperplane:me';

function kept(): Me | null {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? 'null') as Me | null;
  } catch {
    return null;
  }
}

/**
 * Who is signed in on this device. What was known last time is shown at once and holds without a network;
 * the server's answer corrects it.
 */
class Session {
  me = $state<Me | null>(kept());
  state = $state<'unknown' | 'in' | 'out'>(kept() ? 'in' : 'unknown');
  /** they left by themselves: signing in again does not lead back to where they were */
  left = false;
  #wipes = new Set<() => unknown>();

  constructor() {
    // Another tab signed in or out: this one follows.
    addEventListener('storage', (event) => {
      if (event.key === KEPT && (kept()?.id ?? null) !== (this.me?.id ?? null)) location.assign('/');
    });
  }

  /** Asks the server once, when the app starts. Throws NetworkError only when nothing is known. */
  async start(): Promise<void> {
    try {
      this.update(await api.get<Me>('/me'));
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return this.ended();
      if (this.state === 'unknown') throw error;
    }
  }

  /** Whether this account is signed in in this browser now, whatever this tab has heard of it. */
  holds(account_id: string): boolean {
    return kept()?.id === account_id;
  }

  /** What the server said of the account: signed in, or changed. */
  update(me: Me): void {
    this.me = me;
    this.state = 'in';
    this.left = false;
    localStorage.setItem(KEPT, JSON.stringify(me));
  }

  /** `wipe` runs when the account leaves this device; returns how to take it back. */
  onSignOut(wipe: () => unknown): () => void {
    this.#wipes.add(wipe);
    return () => this.#wipes.delete(wipe);
  }

  async signOut(): Promise<void> {
    await api.delete('/sessions/current').catch((error: unknown) => {
      if (!(error instanceof ApiError && error.status === 401)) throw error;
    });
    this.left = true;
    await this.ended();
  }

  /** The server no longer knows this device: nothing of the account may stay here. */
  async ended(): Promise<void> {
    const wasIn = this.me !== null;
    localStorage.removeItem(KEPT);
    this.me = null;
    this.state = 'out';
    unread.clear();
    // What could be undone here was this account's.
    toasts.dismiss();
    if (wasIn) await Promise.allSettled([...this.#wipes].map((wipe) => wipe()));
  }
}

export const session = new Session();
