import type { Message } from '#lib/api/types.ts';
import type { Card } from '#lib/features/cards/address.ts';
import { worded } from './possible.ts';

/** What the composer is about, where it is not simply the next message. `text`: what an edit says so far; the draft rests meanwhile. */
export type Answering = { kind: 'reply'; message: Message } | { kind: 'edit'; message: Message; text: string };

/** Per conversation: which message is being answered or edited. */
class Saying {
  #about = $state.raw<ReadonlyMap<string, Answering>>(new Map());
  /** Per conversation, or `@handle` before there is one: the post that leaves with the next words. */
  #cards = $state.raw<ReadonlyMap<string, Card>>(new Map());
  /** Counts the times that the field is wanted. */
  wanted = $state(0);

  of(conversation_id: string): Answering | null {
    return this.#about.get(conversation_id) ?? null;
  }

  card(key: string): Card | null {
    return this.#cards.get(key) ?? null;
  }

  /** Null: no more. */
  attach(key: string, card: Card | null): void {
    const cards = new Map(this.#cards);
    if (card) cards.set(key, card);
    else cards.delete(key);
    this.#cards = cards;
  }

  reply(message: Message): void {
    this.#put(message.conversation_id, { kind: 'reply', message });
  }

  edit(message: Message): void {
    if (worded(message.body)) this.#put(message.conversation_id, { kind: 'edit', message, text: message.body.text ?? '' });
  }

  write(conversation_id: string, text: string): void {
    const about = this.of(conversation_id);
    if (about?.kind === 'edit') this.#about = new Map(this.#about).set(conversation_id, { ...about, text });
  }

  leave(conversation_id: string): void {
    const about = new Map(this.#about);
    if (about.delete(conversation_id)) this.#about = about;
  }

  clear(): void {
    this.#about = new Map();
    this.#cards = new Map();
  }

  #put(conversation_id: string, about: Answering): void {
    this.#about = new Map(this.#about).set(conversation_id, about);
    this.wanted += 1;
  }
}

export const saying = new Saying();
