import { live } from '#lib/live/live.svelte.ts';

const REST_MS = 300;

/** What was written and not sent, per conversation. It survives a reload. */
class Drafts {
  #texts = $state.raw<ReadonlyMap<string, string>>(new Map());
  #unsaved = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** What an earlier page kept. What is being written already wins over it. */
  async restore(): Promise<void> {
    const kept = (await (await live.shelf)?.drafts()) ?? [];
    const texts = new Map(kept.map((draft) => [draft.conversation_id, draft.text]));
    this.#texts = new Map([...texts, ...this.#texts]);
  }

  of(conversation_id: string): string {
    return this.#texts.get(conversation_id) ?? '';
  }

  set(conversation_id: string, text: string): void {
    if (this.of(conversation_id) === text) return;
    const texts = new Map(this.#texts);
    if (text === '') texts.delete(conversation_id);
    else texts.set(conversation_id, text);
    this.#texts = texts;
    this.#unsaved.add(conversation_id);
    clearTimeout(this.#timer);
    // A sent or emptied draft must not come back, so that is written at once.
    if (text === '') this.save();
    else this.#timer = setTimeout(() => this.save(), REST_MS);
  }

  /** A conversation got its id while its first message was being written. */
  move(from: string, to: string): void {
    const text = this.of(from);
    if (text === '') return;
    this.set(to, text);
    this.set(from, '');
  }

  /** Also called when the page goes away. */
  save(): void {
    clearTimeout(this.#timer);
    for (const conversation_id of this.#unsaved) {
      const draft = { conversation_id, text: this.of(conversation_id), at: Date.now() };
      void live.shelf?.then((shelf) => shelf.keepDraft(draft)).catch(() => undefined);
    }
    this.#unsaved.clear();
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#texts = new Map();
    this.#unsaved.clear();
  }
}

export const drafts = new Drafts();
