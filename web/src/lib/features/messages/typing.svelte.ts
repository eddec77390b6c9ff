import { live } from '#lib/live/live.svelte.ts';
import type { Doing } from '#lib/live/wire.ts';

const LASTS_MS = 5_000;
const TELL_EVERY_MS = 3_000;
const NOBODY: readonly string[] = [];

/** Who is writing or recording where, and telling the others that I am. Never kept, and first to be dropped. */
class Typing {
  #who = $state.raw<ReadonlyMap<string, readonly string[]>>(new Map());
  #recording = $state.raw<ReadonlySet<string>>(new Set());
  #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #told = new Map<string, number>();

  /** The accounts that are writing in this conversation now, who began first first. */
  in(conversation_id: string): readonly string[] {
    return this.#who.get(conversation_id) ?? NOBODY;
  }

  records(conversation_id: string, account_id: string | undefined): boolean {
    return this.#recording.has(`${conversation_id} ${account_id}`);
  }

  heard(conversation_id: string, account_id: string, doing: Doing): void {
    const key = `${conversation_id} ${account_id}`;
    clearTimeout(this.#timers.get(key));
    this.#timers.set(key, setTimeout(() => this.stopped(conversation_id, account_id), LASTS_MS));
    const writing = this.in(conversation_id);
    this.#records(key, doing === 'recording');
    if (!writing.includes(account_id)) this.#who = new Map(this.#who).set(conversation_id, [...writing, account_id]);
  }

  /** The message itself has come, or nothing came for a while. */
  stopped(conversation_id: string, account_id: string): void {
    const writing = this.in(conversation_id);
    if (!writing.includes(account_id)) return;
    const others = writing.filter((other) => other !== account_id);
    const who = new Map(this.#who);
    if (others.length > 0) who.set(conversation_id, others);
    else who.delete(conversation_id);
    this.#who = who;
    this.#records(`${conversation_id} ${account_id}`, false);
  }

  tell(conversation_id: string, doing: Doing = 'writing'): void {
    const now = Date.now();
    if (now - (this.#told.get(conversation_id) ?? 0) < TELL_EVERY_MS) return;
    this.#told.set(conversation_id, now);
    live.typing(conversation_id, doing);
  }

  /** Sent: the next letter is news again. */
  rested(conversation_id: string): void {
    this.#told.delete(conversation_id);
  }

  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#told.clear();
    this.#who = new Map();
    this.#recording = new Set();
  }

  #records(key: string, records: boolean): void {
    if (this.#recording.has(key) === records) return;
    const recording = new Set(this.#recording);
    if (records) recording.add(key);
    else recording.delete(key);
    this.#recording = recording;
  }
}

export const typing = new Typing();
