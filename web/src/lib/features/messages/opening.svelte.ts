import { ApiError } from '#lib/api/client.ts';
import { conversations } from './conversations.svelte.ts';
import { drafts } from './drafts.svelte.ts';

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

  async #ask(): Promise<string | null> {
    this.state = 'opening';
    try {
      this.#found((await conversations.openWith(this.handle)).id);
    } catch (error) {
      this.state = error instanceof ApiError && error.status === 404 ? 'missing' : 'failed';
    }
    return this.id;
  }

  #found(id: string): void {
    drafts.move(this.key, id);
    this.id = id;
    this.state = 'open';
  }
}
