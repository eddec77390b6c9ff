import { ApiError } from '#lib/api/client.ts';
import type { Draft } from '#lib/live/store.ts';
import { serverTime } from '#lib/live/servertime.svelte.ts';
import { fetchDrafts, putDraft } from './calls.ts';

const REST_MS = 2_000;
/** Who has just written here goes on writing here. */
const TYPING_MS = 8_000;
const LONGEST = 16_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Carries drafts between this account's devices, by way of the server. What was written last counts. */
export class DraftPost {
  /** When each was last written, here or elsewhere, by the server's clock. */
  #at = new Map<string, number>();
  /** Written here, and not told. */
  #untold = new Map<string, Draft>();
  /** Of these the server has more than an empty one. Before it was met, that may be any. */
  #there = new Set<string>();
  #met = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `take`: one that was written elsewhere. `told`: the server knows this one now. */
  constructor(
    private readonly take: (draft: Draft) => void,
    private readonly told: (draft: Draft) => void
  ) {}

  /** What this device kept. Whether the server knows it is found out when it is met. */
  recall(drafts: readonly Draft[]): void {
    for (const { conversation_id, at } of drafts) this.#at.set(conversation_id, Math.max(at + serverTime.skew, this.#at.get(conversation_id) ?? 0));
    for (const draft of drafts) {
      const { conversation_id, at, told } = draft;
      if (told !== true && this.#at.get(conversation_id) === at + serverTime.skew && UUID.test(conversation_id)) this.#untold.set(conversation_id, draft);
    }
  }

  wrote(draft: Draft): void {
    // Under another key it is for somebody with whom there is no conversation yet.
    if (!UUID.test(draft.conversation_id)) return;
    this.#at.set(draft.conversation_id, draft.at + serverTime.skew);
    this.#untold.set(draft.conversation_id, draft);
    clearTimeout(this.#timer);
    // Sent before it was told anybody: there is nothing to take back.
    if (draft.text === '' && this.#met && !this.#there.has(draft.conversation_id)) this.#done(draft);
    else if (draft.text === '') this.now();
    else this.#timer = setTimeout(() => this.now(), REST_MS);
  }

  /** Tells what is untold. What does not get there goes when the server is met again. */
  now(): void {
    clearTimeout(this.#timer);
    for (const draft of this.#untold.values()) void this.#tell(draft);
  }

  heard(draft: Draft): void {
    this.#note(draft);
    const at = this.#at.get(draft.conversation_id) ?? 0;
    const mine = this.#untold.get(draft.conversation_id);
    if (draft.at <= at || (mine && Date.now() - mine.at < TYPING_MS)) return;
    this.#at.set(draft.conversation_id, draft.at);
    this.#untold.delete(draft.conversation_id);
    this.take({ ...draft, told: true });
  }

  async meet(): Promise<void> {
    try {
      const { drafts } = await fetchDrafts();
      for (const { conversation_id, text, at } of drafts) {
        const mine = this.#untold.get(conversation_id);
        if (mine?.text === text) this.#done(mine);
        this.heard({ conversation_id, text, at: Date.parse(at) });
      }
      this.#met = true;
      this.now();
    } catch {
      // Without an answer: the next connection asks again.
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#at.clear();
    this.#untold.clear();
    this.#there.clear();
    this.#met = false;
  }

  async #tell(draft: Draft): Promise<void> {
    if ([...draft.text].length > LONGEST) return;
    try {
      if (draft.text !== '') this.#there.add(draft.conversation_id);
      const stands = await putDraft(draft.conversation_id, draft.text, draft.at + serverTime.skew);
      this.#note(stands);
      if (this.#untold.get(draft.conversation_id) !== draft) return;
      this.#done(draft);
      this.#at.set(draft.conversation_id, Date.parse(stands.at));
      if (stands.text !== draft.text) this.take({ ...draft, text: stands.text, told: true });
    } catch (problem) {
      // Refused: it stays on this device.
      if (problem instanceof ApiError && problem.status < 500) this.#done(draft);
    }
  }

  #note({ conversation_id, text }: Pick<Draft, 'conversation_id' | 'text'>): void {
    if (text === '') this.#there.delete(conversation_id);
    else this.#there.add(conversation_id);
  }

  #done(draft: Draft): void {
    if (this.#untold.get(draft.conversation_id) !== draft) return;
    this.#untold.delete(draft.conversation_id);
    this.told(draft);
  }
}
