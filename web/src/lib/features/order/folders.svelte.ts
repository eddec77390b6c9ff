import { SvelteSet } from 'svelte/reactivity';
import { api } from '#lib/api/client.ts';
import type { Folder } from '#lib/api/types.ts';

/** My folders, and which of them the inbox shows. What is done to them is loaded when it is: changes.ts. */
class Folders {
  #held = $state.raw<readonly Folder[]>([]);
  /** Deleted here, and may still be taken back: the server does not know yet. */
  #leaving = new SvelteSet<string>();
  all = $derived(this.#held.filter(({ id }) => !this.#leaving.has(id)));
  /** The folder that the list shows, also beside what was opened from it; null: all. */
  shown = $state<string | null>(null);
  #asked = 0;

  /** The address of the list as it was left. */
  way = $derived(this.shown === null ? '/inbox' : `/inbox?folder=${this.shown}`);

  get(id: string | null): Folder | undefined {
    return this.all.find((folder) => folder.id === id);
  }

  async load(): Promise<void> {
    const asked = (this.#asked += 1);
    const answer = await api.get<{ folders: Folder[] }>('/me/folders').catch(() => null);
    if (answer !== null && asked === this.#asked) this.#held = answer.folders;
  }

  /** As the device kept them, or as they are from now on. */
  set(all: readonly Folder[]): void {
    this.#asked += 1;
    this.#held = all;
  }

  /** What the device is to keep; and all there are, with those that are leaving. */
  kept(): readonly Folder[] {
    return this.#held;
  }

  leave(id: string): void {
    this.#leaving.add(id);
  }

  stay(id: string): void {
    this.#leaving.delete(id);
  }

  clear(): void {
    this.set([]);
    this.#leaving.clear();
    this.shown = null;
  }
}

export const folders = new Folders();
