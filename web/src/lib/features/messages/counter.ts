import type { Conversation, InboxPage } from '#lib/api/types.ts';
import { unread } from '#lib/app/unread.svelte.ts';
import { fetchInbox } from './calls.ts';
import { asks, counts } from './heads.ts';

const AFTER_MS = 300;
/** A read mark travels at most so long: a count taken before it has arrived would not know of it. */
const MARK_TRAVELS_MS = 2_000;

/** The counts in the shell are the server's, over all pages. In between, each change here moves them. */
export class Counter {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #readAt = 0;

  /** `counted` takes the page that the counts came with. */
  constructor(private readonly counted: (page: InboxPage, asked: number) => void) {}

  moved(before: Conversation, after: Conversation): void {
    unread.conversations = Math.max(0, unread.conversations + Number(counts(after)) - Number(counts(before)));
    unread.requests = Math.max(0, unread.requests + Number(asks(after)) - Number(asks(before)));
  }

  /** A read mark is on its way to the server. */
  marked(): void {
    this.#readAt = Date.now();
  }

  /** `asked`: when. What was read just before, or since, may not be in the answer: it is asked for again. */
  told(told: InboxPage['counts'], asked: number): void {
    this.stop();
    unread.set(told);
    if (this.#readAt + MARK_TRAVELS_MS > asked) this.soon();
  }

  /** Asks once it rests for a moment. */
  soon(): void {
    this.stop();
    const wait = Math.max(AFTER_MS, this.#readAt + MARK_TRAVELS_MS - Date.now());
    this.#timer = setTimeout(() => void this.#ask(), wait);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  async #ask(): Promise<void> {
    const readAt = this.#readAt;
    const asked = Date.now();
    const page = await fetchInbox('requests', null).catch(() => null);
    if (page === null) return;
    if (readAt !== this.#readAt) return this.soon();
    this.counted(page, asked);
  }
}
