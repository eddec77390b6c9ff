import { ApiError } from '#lib/api/client.ts';
import { send } from './actions.ts';
import { cache } from './cache.ts';
import { conversations } from './conversations.svelte.ts';
import { drafts } from './drafts.svelte.ts';
import { saying } from './saying.svelte.ts';

/** The way from a person to the conversation with them. Writing can begin before the way is found. */
export class Opening {
  id = $state<string | null>(null);
  state = $state<'opening' | 'open' | 'missing' | 'failed'>('opening');
  #answer: Promise<string | null> | null = null;

  constructor(readonly handle: string) {
    const known = conversations.with(handle);
    if (known) this.#found(known.id);
  }

  /** Where a draft is kept until the conversation has an id. */
  get key(): string {
    return `@${this.handle.toLowerCase()}`;
  }

  /** The conversation's id; null when there is nobody, or no answer. Asks again after a failure. */
  start(): Promise<string | null> {
    if (this.id !== null) return Promise.resolve(this.id);
    this.#answer ??= this.#ask().finally(() => (this.#answer = null));
    return this.#answer;
  }

  /** Writing need not wait for the way: what is sent meanwhile leaves in its order. Without a way it comes back to the field. */
  async send(text: string): Promise<boolean> {
    drafts.lay(this.key, text);
    if ((await this.start()) !== null) return true;
    drafts.giveBack(this.key);
    return false;
  }

  async #ask(): Promise<string | null> {
    this.state = 'opening';
    // Right after a start the device may know the way, and without a network nobody else does.
    await cache.settled();
    try {
      const known = conversations.with(this.handle);
      this.#found((known ?? (await conversations.openWith(this.handle))).id);
    } catch (error) {
      this.state = error instanceof ApiError && error.status === 404 ? 'missing' : 'failed';
    }
    return this.id;
  }

  #found(id: string): void {
    const texts = drafts.lift(this.key);
    const rest = drafts.of(this.key) || drafts.of(id);
    for (const text of texts) send(id, text);
    drafts.set(this.key, '');
    const card = saying.card(this.key);
    saying.attach(this.key, null);
    if (card) saying.attach(id, card);
    if (rest !== '') drafts.set(id, rest);
    this.id = id;
    this.state = 'open';
  }
}
