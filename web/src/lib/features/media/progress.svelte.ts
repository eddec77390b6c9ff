import { SvelteMap } from 'svelte/reactivity';
import { session } from '#lib/app/session.svelte.ts';
import type { Step } from './carrier.ts';

type Told = { key: string; step: Step | null };

/** How far each file is, in every tab: the one that brings them tells the others. */
class Progress {
  #steps = new SvelteMap<string, Step>();
  #channel: BroadcastChannel | null = null;

  of(key: string): Step | null {
    return this.#steps.get(key) ?? null;
  }

  listen(account_id: string): void {
    if (this.#channel || !('BroadcastChannel' in globalThis)) return;
    this.#channel = new BroadcastChannel(`paperplane:files:${account_id}`);
    this.#channel.onmessage = ({ data }: MessageEvent<Told>) => this.#take(data);
  }

  tell(key: string, step: Step | null): void {
    this.#take({ key, step });
    this.#channel?.postMessage({ key, step } satisfies Told);
  }

  clear(): void {
    this.#channel?.close();
    this.#channel = null;
    this.#steps.clear();
  }

  #take({ key, step }: Told): void {
    if (step) this.#steps.set(key, step);
    else this.#steps.delete(key);
  }
}

export const progress = new Progress();
session.onSignOut(() => progress.clear());
