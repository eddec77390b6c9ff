import { api } from '#lib/api/client.ts';
import type { Activities, Activity } from '#lib/api/types.ts';
import { relations } from '#lib/features/relations/relations.svelte.ts';

const SPREAD_MS = 2_000;

/** What others did that is no message, by place and day. */
class ActivityList {
  entries = $state.raw<readonly Activity[]>([]);
  state = $state<'idle' | 'loading' | 'ready' | 'failed'>('idle');
  /** A page further back did not come. */
  broken = $state(false);
  /** How many of it I have not looked at yet, on any device. */
  fresh = $state(0);
  #next: string | null = null;
  #asked = 0;
  #more = false;
  #soon: ReturnType<typeof setTimeout> | undefined;
  #heard_at = 0;

  /** From the newest. What is there already stays until it is replaced. */
  async load(): Promise<void> {
    if (this.state !== 'ready') this.state = 'loading';
    try {
      await this.#page(null);
      this.state = 'ready';
    } catch (error) {
      if (this.state !== 'ready') this.state = 'failed';
      throw error;
    }
  }

  /** There is something: asked for once, however often that is said within two seconds. */
  heard(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      void this.load().catch(() => undefined);
    }, this.#heard_at + SPREAD_MS > Date.now() ? SPREAD_MS : 0);
    this.#heard_at = Date.now();
  }

  async more(): Promise<void> {
    if (this.#next === null || this.#more) return;
    this.#more = true;
    this.broken = false;
    await this.#page(this.#next).catch(() => (this.broken = true));
    this.#more = false;
  }

  /** All of it has been on the screen. */
  async seen(): Promise<void> {
    if (this.fresh === 0) return;
    const { fresh } = this;
    this.fresh = 0;
    await api.put('/activity/seen').catch(() => (this.fresh = fresh));
  }

  clear(): void {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    this.entries = [];
    this.state = 'idle';
    this.fresh = 0;
    this.#next = null;
    this.#asked += 1;
  }

  async #page(cursor: string | null): Promise<void> {
    if (cursor === null) this.#asked += 1;
    const asked = this.#asked;
    const page = await api.get<Activities>('/activity', { cursor });
    if (asked !== this.#asked) return;
    for (const { people } of page.activity) relations.learnAll(people);
    this.entries = cursor === null ? page.activity : [...this.entries, ...page.activity.filter(({ id }) => !this.entries.some((one) => one.id === id))];
    this.fresh = page.new;
    this.#next = page.next_cursor;
  }
}

export const activity = new ActivityList();
