import { api } from '#lib/api/client.ts';
import type { InboxPage } from '#lib/api/types.ts';
import { conversations } from '#lib/features/messages/conversations.svelte.ts';

/** The further pages of a folder: what the list has not come to yet. What is known of it is shown before. */
export class FolderPages {
  state = $state<'loading' | 'ready' | 'failed'>('loading');
  #cursor: string | null = null;
  #asking = false;

  constructor(private readonly folder: string) {}

  async load(): Promise<void> {
    if (this.state !== 'ready') this.state = 'loading';
    this.#cursor = null;
    await this.#page();
  }

  async loadMore(): Promise<void> {
    if (this.state === 'ready' && this.#cursor !== null) await this.#page();
  }

  async #page(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      const page = await api.get<InboxPage>('/inbox', { folder: this.folder, cursor: this.#cursor });
      conversations.put(page.conversations);
      this.#cursor = page.next_cursor;
      this.state = 'ready';
    } catch {
      if (this.state === 'loading') this.state = 'failed';
    } finally {
      this.#asking = false;
    }
  }
}
