import { SvelteMap } from 'svelte/reactivity';
import { api } from '#lib/api/client.ts';
import type { Pack, PackEmoji } from '#lib/api/types.ts';
import { session } from '#lib/app/session.svelte.ts';
import { conversations } from '#lib/features/messages/conversations.svelte.ts';
import { picturing } from '#lib/features/messages/naming.ts';
import { namedIn } from './pictures.ts';

/** Mine and those I have added stand under null; a group's under its id. */
type Of = string | null;
const path = (of: Of) => (of === null ? '/me/packs' : `/conversations/${encodeURIComponent(of)}/packs`);

/** The packs that I may use. Nothing of them is asked for before somebody looks. */
class Packs {
  #held = new SvelteMap<Of, readonly Pack[]>();
  #asked = new Map<Of, number>();

  /** Undefined: not known yet. */
  of(of: Of): readonly Pack[] | undefined {
    return this.#held.get(of);
  }

  /** What may be sent in a conversation: the group's own first. */
  usable(room: string): readonly Pack[] {
    return [...(this.of(room) ?? []), ...(this.of(null) ?? [])];
  }

  /** As they are now. Throws what went wrong; what is here stays. */
  async load(of: Of): Promise<void> {
    const asked = (this.#asked.get(of) ?? 0) + 1;
    this.#asked.set(of, asked);
    const { packs: found } = await api.get<{ packs: Pack[] }>(path(of));
    if (this.#asked.get(of) === asked) this.#held.set(of, found);
  }

  /** All that may be used in a conversation. */
  async look(room: string): Promise<void> {
    await Promise.all([this.load(null), conversations.get(room)?.kind === 'group' && this.load(room)]);
  }

  /** The same, where that is not known at all. */
  async know(room: string): Promise<void> {
    if (this.of(null) === undefined || (conversations.get(room)?.kind === 'group' && this.of(room) === undefined)) await this.look(room).catch(() => undefined);
  }

  async heard(of: Of): Promise<void> {
    if (this.#held.has(of)) await this.load(of).catch(() => undefined);
  }

  /** One as the server has it from now on. */
  put(pack: Pack): void {
    const before = this.of(pack.conversation_id) ?? [];
    const after = before.some(({ id }) => id === pack.id) ? before.map((other) => (other.id === pack.id ? pack : other)) : [...before, pack];
    this.#set(pack.conversation_id, after);
  }

  drop({ id, conversation_id }: Pack): void {
    this.#set(conversation_id, (this.of(conversation_id) ?? []).filter((other) => other.id !== id));
  }

  named(room: string, text: string): PackEmoji[] {
    return namedIn(this.usable(room), text);
  }

  clear(): void {
    this.#held.clear();
    this.#asked.clear();
  }

  /** An answer that is on its way is older than this. */
  #set(of: Of, all: readonly Pack[]): void {
    this.#asked.set(of, (this.#asked.get(of) ?? 0) + 1);
    this.#held.set(of, all);
  }
}

export const packs = new Packs();
picturing.find = (room, text) => packs.named(room, text);
session.onSignOut(() => packs.clear());
