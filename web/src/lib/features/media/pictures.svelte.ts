import { SvelteMap } from 'svelte/reactivity';
import { session } from '#lib/app/session.svelte.ts';
import type { MediaItem } from '#lib/api/types.ts';
import { door, type Place, type Variant } from './places.ts';

const MOST = 150;

/**
 * Pictures of messages, as long as this page lasts: what scrolls out of sight and in again, or is looked at without a
 * network, is not asked for again. Null: it could not be fetched.
 */
class Pictures {
  #urls = new SvelteMap<string, string | null>();
  #asking = new Set<string>();

  of({ media_id }: Pick<MediaItem, 'media_id'>, variant: Variant): string | null | undefined {
    return this.#urls.get(`${media_id}/${variant}`);
  }

  async load(place: Place, item: Pick<MediaItem, 'media_id'>, variant: Variant): Promise<void> {
    const key = `${item.media_id}/${variant}`;
    if (this.#urls.get(key) || this.#asking.has(key)) return;
    this.#asking.add(key);
    try {
      const answer = await fetch(door(place, item, variant));
      if (!answer.ok) throw new Error(String(answer.status));
      this.#keep(key, URL.createObjectURL(await answer.blob()));
    } catch {
      this.#urls.set(key, null);
    } finally {
      this.#asking.delete(key);
    }
  }

  /** What did not come is asked for again. */
  again(): void {
    for (const [key, url] of this.#urls) if (url === null) this.#urls.delete(key);
  }

  clear(): void {
    for (const url of this.#urls.values()) if (url) URL.revokeObjectURL(url);
    this.#urls.clear();
  }

  /** The one that came first goes first: what is drawn already stays on the screen. */
  #keep(key: string, url: string): void {
    this.#urls.set(key, url);
    for (const [oldest, one] of this.#urls) {
      if (this.#urls.size <= MOST) break;
      this.#urls.delete(oldest);
      if (one) URL.revokeObjectURL(one);
    }
  }
}

export const pictures = new Pictures();
session.onSignOut(() => pictures.clear());
