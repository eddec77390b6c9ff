// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { flushSync, mount, unmount } from 'svelte';
import TagRows from './TagRows.svelte';
import { TagSearch } from './search.svelte.ts';

let asked: string[];
beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  vi.stubGlobal('fetch', (address: string) => {
    asked.push(address);
    const tags = [
      { tag: 'sea', post_count: 1, more: false },
      { tag: 'seaside', post_count: 50, more: true }
    ];
    return Promise.resolve(Response.json({ tags }));
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('tags are found with their sign, and lead to their pages', async () => {
  const search = new TagSearch();
  search.ask('#sea');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toContain('/tags?q=%23sea');
  const list = mount(TagRows, { target: document.body, props: { tags: search.found } });
  flushSync();
  const rows = [...document.querySelectorAll('li > a')];
  expect(rows.map((row) => row.getAttribute('href'))).toEqual(['/tags/sea', '/tags/seaside']);
  expect(rows[0]?.textContent).toContain('1 post');
  expect(rows[1]?.textContent).toContain('50+ posts');
  void unmount(list);
});
