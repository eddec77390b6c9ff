// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Post } from '#lib/api/types.ts';
import { posts } from '#lib/features/posts/posts.svelte.ts';
import { Cards } from './cards.svelte.ts';

const post = (id: string, text = 'a boat') => ({ id, text }) as Post;
const id = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;

/** A server whose answers wait until they are let go. */
class Answers {
  readonly asked: string[][] = [];
  #waiting: (() => void)[] = [];
  now: (id: string) => Post | null = (one) => post(one);

  readonly ask = (ids: readonly string[]) => {
    this.asked.push([...ids]);
    const cards = ids.map((post_id) => ({ post_id, post: this.now(post_id) }));
    return new Promise<{ cards: typeof cards }>((done) => this.#waiting.push(() => done({ cards })));
  };

  async answer(): Promise<void> {
    await vi.waitUntil(() => this.#waiting.length > 0);
    this.#waiting.shift()!();
  }
}

describe('cards', () => {
  beforeEach(() => posts.clear());

  test('what became known after they were asked for is not undone by the answer', async () => {
    const server = new Answers();
    const cards = new Cards(server.ask);
    const going = cards.want([id(1), id(2)]);
    await vi.waitUntil(() => server.asked.length === 1);
    posts.learn(post(id(1), 'newer'));
    posts.gone(id(2));
    await server.answer();
    await going;
    expect([cards.of(id(1))?.text, cards.of(id(2))]).toEqual(['newer', null]);
  });

  test('those of one screen are one question, of at most fifty', async () => {
    const server = new Answers();
    const cards = new Cards(server.ask);
    const ends = Array.from({ length: 60 }, (_, number) => cards.show(id(number)));
    await server.answer();
    await server.answer();
    await vi.waitUntil(() => cards.of(id(59)) !== undefined);
    expect(server.asked.map(({ length }) => length)).toEqual([50, 10]);
    for (const end of ends) end();
  });

  test('what was told while a question was on its way is asked again, and the last answer stays', async () => {
    const server = new Answers();
    const cards = new Cards(server.ask);
    cards.show(id(1));
    await vi.waitUntil(() => server.asked.length === 1);
    server.now = () => null;
    const heard = cards.heard(id(1));
    await server.answer();
    await server.answer();
    await heard;
    expect(cards.of(id(1))).toBeNull();
    expect(server.asked).toHaveLength(2);
  });

  test('what nobody here has seen is not asked for', async () => {
    const server = new Answers();
    await new Cards(server.ask).heard(id(1));
    expect(server.asked).toEqual([]);
  });

  test('after a cut what is on the screen is asked again, and nothing else', async () => {
    const server = new Answers();
    const cards = new Cards(server.ask);
    cards.show(id(1));
    const end = cards.show(id(2));
    await server.answer();
    await vi.waitUntil(() => cards.of(id(2)) !== undefined);
    end();
    server.now = () => null;
    const again = cards.again();
    await server.answer();
    await again;
    expect(server.asked.at(-1)).toEqual([id(1)]);
    expect([cards.of(id(1)), cards.of(id(2))]).toEqual([null, post(id(2))]);
  });

  test('without a network it says so, and is asked for when it is back', async () => {
    let there = false;
    const cards = new Cards((ids) => (there ? Promise.resolve({ cards: ids.map((post_id) => ({ post_id, post: post(post_id) })) }) : Promise.reject(new Error('away'))));
    cards.show(id(1));
    await vi.waitUntil(() => cards.failed(id(1)));
    expect(cards.of(id(1))).toBeUndefined();
    there = true;
    await cards.again();
    expect([cards.failed(id(1)), cards.of(id(1))]).toEqual([false, post(id(1))]);
  });
});
