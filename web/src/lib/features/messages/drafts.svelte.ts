import { leave, pick } from '#lib/live/lastwords.ts';
import { live } from '#lib/live/live.svelte.ts';
import type { Draft } from '#lib/live/store.ts';
import { DraftPost } from '#lib/features/time/draftpost.ts';

const REST_MS = 300;

/** What was written and not sent, per conversation. It survives a reload. */
class Drafts {
  #texts = $state.raw<ReadonlyMap<string, string>>(new Map());
  /** Written, and not on the disk yet. */
  #unsaved = new Map<string, Draft>();
  /** Sent to somebody whose conversation is still being opened, in this order. */
  #laid = new Map<string, string[]>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The way to this account's other devices. */
  #post = new DraftPost(
    (draft) => this.#take(draft),
    (draft) => this.#told(draft)
  );

  /** What an earlier page kept. What is being written already wins over it. */
  async restore(account_id: string): Promise<void> {
    const kept = (await (await live.shelf)?.drafts().catch(() => [])) ?? [];
    const last = pick(account_id, 'drafts');
    const texts = new Map([...kept, ...last].sort((a, b) => a.at - b.at).map((draft) => [draft.conversation_id, draft.text]));
    for (const draft of last) if (!this.#unsaved.has(draft.conversation_id)) this.#unsaved.set(draft.conversation_id, draft);
    const written = [...texts].filter(([, text]) => text !== '');
    this.#texts = new Map([...written, ...this.#texts]);
    this.#post.recall([...kept, ...last]);
    this.save();
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
    this.#change(conversation_id);
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

  /** Sent before there was a conversation to send it to: out of the field, and on the disk still a draft. */
  lay(key: string, text: string): void {
    this.#laid.set(key, [...(this.#laid.get(key) ?? []), text]);
    this.set(key, '');
  }

  /** The conversation is open: what was laid there is now to be sent. */
  lift(key: string): string[] {
    const texts = this.#laid.get(key) ?? [];
    this.#laid.delete(key);
    if (texts.length > 0) this.#change(key);
    this.save();
    return texts;
  }

  /** It could not be opened: what was laid there comes back to the field. */
  giveBack(key: string): void {
    const texts = this.#laid.get(key) ?? [];
    this.#laid.delete(key);
    this.set(key, [...texts, this.of(key)].filter(Boolean).join('\n'));
  }

  save(): void {
    clearTimeout(this.#timer);
    for (const [id, draft] of this.#unsaved) {
      const saved = live.shelf?.then((shelf) => shelf.keepDraft(draft));
      void saved?.then(() => this.#unsaved.get(id) === draft && this.#unsaved.delete(id)).catch(() => undefined);
    }
  }

  /** Another device, or this one, has told the server. */
  heard({ conversation_id, text, at }: { conversation_id: string; text: string; at: string }): void {
    this.#post.heard({ conversation_id, text, at: Date.parse(at) });
  }

  /** Connected: what was written elsewhere comes, and what was written here meanwhile goes. */
  meet(): Promise<void> {
    return this.#post.meet();
  }

  /** The page goes away, and with it what is still on the way to the disk. */
  part(account_id: string): void {
    leave(account_id, 'drafts', [...this.#unsaved.values()]);
    this.save();
    this.#post.now();
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#texts = new Map();
    this.#unsaved.clear();
    this.#laid.clear();
    this.#post.stop();
  }

  #change(key: string): void {
    const text = [...(this.#laid.get(key) ?? []), this.of(key)].filter(Boolean).join('\n');
    const draft = { conversation_id: key, text, at: Date.now(), told: false };
    this.#unsaved.set(key, draft);
    this.#post.wrote(draft);
  }

  /** The server knows it: an empty one need not be kept any longer. */
  #told(draft: Draft): void {
    const newer = this.#unsaved.get(draft.conversation_id);
    if (newer && newer.at > draft.at) return;
    this.#unsaved.set(draft.conversation_id, { ...draft, told: true });
    this.save();
  }

  /** Written on another device. */
  #take(draft: Draft): void {
    const texts = new Map(this.#texts);
    if (draft.text === '') texts.delete(draft.conversation_id);
    else texts.set(draft.conversation_id, draft.text);
    this.#texts = texts;
    this.#unsaved.set(draft.conversation_id, draft);
    this.save();
  }
}

export const drafts = new Drafts();
