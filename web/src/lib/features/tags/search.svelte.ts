import { api } from '#lib/api/client.ts';
import type { Tag } from '#lib/api/types.ts';
import { TypedSearch } from '#lib/features/search/typed.svelte.ts';

/** Hashtags found as you type, with or without their sign. */
export class TagSearch extends TypedSearch<Tag> {
  constructor() {
    super(async (q, signal) => (await api.get<{ tags: Tag[] }>('/tags', { q }, signal)).tags);
  }
}
