import { SvelteMap } from 'svelte/reactivity';
import { session } from '#lib/app/session.svelte.ts';
import { live } from '#lib/live/live.svelte.ts';

/** What I chose is shown from this device, before and after it was sent, for as long as the page lasts. */
class Local {
  /** Null: looked for, and not here. */
  #urls = new SvelteMap<string, string | null>();

  /** `id`: a part's key, or what the server calls it; undefined while it is looked for. */
  of(id: string): string | null | undefined {
    return this.#urls.get(id);
  }

  hold(key: string, blob: Blob): void {
    if (!this.#urls.get(key)) this.#urls.set(key, URL.createObjectURL(blob));
  }

  /** After a reload it is on the device still. */
  async recall(key: string): Promise<void> {
    if (this.#urls.has(key)) return;
    const blob = await (await live.shelf)?.blob(key).catch(() => undefined);
    if (blob) this.hold(key, blob);
    else this.#urls.set(key, null);
  }

  same(key: string, id: string): void {
    const url = this.#urls.get(key);
    if (url) this.#urls.set(id, url);
  }

  clear(): void {
    for (const url of new Set(this.#urls.values())) if (url) URL.revokeObjectURL(url);
    this.#urls.clear();
  }
}

export const local = new Local();
session.onSignOut(() => local.clear());
