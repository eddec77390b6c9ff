import { api, ApiError, NetworkError } from '#lib/api/client.ts';
import type { Ice } from '#lib/api/types.ts';
import { sentence } from '#lib/app/problems.ts';
import { live } from '#lib/live/live.svelte.ts';
import type { Call, Signal } from '#lib/live/wire.ts';
import { m } from '#lib/paraglide/messages.js';
import { ask } from './asks.ts';
import { NoDevice } from './devices.ts';
import { Own } from './own.svelte.ts';
import { Peer, type Way } from './peer.ts';
import { ring } from './tone.ts';

/** `lost`: it was there, and is looked for anew. */
export type Phase = 'asking' | 'ringing' | 'finding' | 'talking' | 'lost' | 'over';

const HERE_MS = 8_000;
/** A way that is not found in this time is not there. */
const FIND_MS = 30_000;
const WAIT_MS = 2_000;

type Begun = { id: string; conversation_id: string; other: string; caller: boolean; video: boolean };

/** The call that this tab is in, from the tap to the last word. */
export class Ongoing {
  readonly id: string;
  readonly conversation_id: string;
  readonly other: string;
  readonly caller: boolean;
  readonly video: boolean;
  readonly own = new Own((track, old) => this.#shown(track, old));
  phase = $state<Phase>('asking');
  /** Why it is over, where that needs a word. */
  words = $state<string | null>(null);
  /** It may be tried again. */
  again = $state(false);
  /** Since when they hear each other. */
  since = $state<number | null>(null);
  /** What the other sends; `seen`: a picture too. */
  readonly theirs = new MediaStream();
  seen = $state(false);
  /** Their microphone is off. */
  hushed = $state(false);

  #peer: Peer | null = null;
  #early: Signal[] = [];
  #stopTone = () => {};
  #timers: ReturnType<typeof setTimeout>[] = [];
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #ended: (call: Ongoing) => void;

  constructor(begun: Begun, ended: (call: Ongoing) => void) {
    ({ id: this.id, conversation_id: this.conversation_id, other: this.other, caller: this.caller, video: this.video } = begun);
    this.#ended = ended;
  }

  /** Calls. Throws what the server refused it with, where that is not for this screen to say. */
  async begin(): Promise<void> {
    await this.#attempt(async () => {
      await this.own.open(this.video);
      const call = await ask({ op: 'call', call_id: this.id, conversation_id: this.conversation_id, video: this.video });
      if (this.phase !== 'asking') return void ask({ op: 'call_end', call_id: this.id }).catch(() => undefined);
      this.phase = 'ringing';
      this.#beat();
      this.#stopTone = ring('back');
      this.stands(call);
    });
  }

  /** Answers, with or without a picture of mine. */
  async answer(picture: boolean): Promise<void> {
    await this.#attempt(async () => {
      await this.own.open(picture);
      await ask({ op: 'call_answer', call_id: this.id });
      if (this.phase !== 'asking') return;
      this.#beat();
      await this.#connect();
    });
  }

  /** What the server says of it. */
  stands({ state, outcome }: Call): void {
    if (state === 'over') this.finish(outcome);
    else if (state === 'active' && this.caller && this.phase === 'ringing') void this.#attempt(() => this.#connect());
  }

  signal(signal: Signal): void {
    if (this.#peer) this.#hear(signal);
    else this.#early.push(signal);
  }

  /** The line to the server is up again, after what was said meanwhile was lost. */
  async back(): Promise<void> {
    if (this.phase === 'asking' || this.phase === 'over') return;
    try {
      this.stands(await ask({ op: 'call_here', call_id: this.id, talking: this.since !== null }));
      this.#peer?.again();
    } catch (problem) {
      if (problem instanceof ApiError && problem.status === 404) this.finish('ended');
    }
  }

  mute(on: boolean): void {
    this.own.mute(on);
    this.#peer?.tell({ muted: on });
  }

  hangUp(): void {
    if (this.phase === 'over') return;
    const asked = this.phase !== 'asking';
    this.finish('ended');
    if (asked) void this.#end();
  }

  /** Over the socket; where that is down, by the door. */
  async #end(): Promise<void> {
    try {
      await ask({ op: 'call_end', call_id: this.id });
    } catch (why) {
      if (why instanceof NetworkError) await api.delete(`/calls/${this.id}`).catch(() => undefined);
    }
  }

  /** The page goes away, and the call with it. */
  part(): void {
    if (this.phase === 'over') return;
    void api.delete(`/calls/${this.id}`).catch(() => undefined);
    this.finish('ended');
  }

  finish(outcome: Call['outcome'], words: string | null = null): void {
    if (this.phase === 'over') return;
    this.phase = 'over';
    this.words = words ?? (this.caller || outcome === 'failed' ? wordsOf(outcome) : null);
    this.again = this.caller && outcome !== 'ended';
    this.#stopTone();
    for (const timer of this.#timers) clearInterval(timer);
    clearTimeout(this.#deadline);
    this.#peer?.close();
    this.own.close();
    this.#ended(this);
  }

  async #attempt(act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (problem) {
      if (problem instanceof ApiError && problem.code === 'rings_you') throw problem;
      // Nobody answered: it may ring all the same.
      if (this.phase !== 'asking' || (this.caller && problem instanceof NetworkError)) void api.delete(`/calls/${this.id}`).catch(() => undefined);
      this.finish('failed', this.#why(problem));
    }
  }

  #why(problem: unknown): string {
    if (problem instanceof NoDevice) return problem.message;
    if (!(problem instanceof ApiError)) return sentence(problem);
    if (problem.status === 404) return this.caller ? m.calls_not_now() : m.calls_gone();
    const known: Record<string, () => string> = { no_relay: m.calls_no_relay, in_a_call: m.calls_in_a_call, answered_elsewhere: m.calls_elsewhere };
    return known[problem.code]?.() ?? sentence(problem);
  }

  async #connect(): Promise<void> {
    this.#stopTone();
    this.phase = 'finding';
    this.#expect();
    const ice = await api.get<Ice>(`/calls/${this.id}/ice`);
    if (this.phase !== 'finding') return;
    const say = (signal: Signal) => live.tell({ op: 'call_signal', call_id: this.id, ...signal });
    this.#peer = new Peer({ ice, polite: !this.caller, say, track: (track) => this.theirs.addTrack(track), seen: (picture) => (this.seen = picture), way: (way) => this.#way(way), told: ({ muted }) => (this.hushed = muted) });
    this.#peer.tell({ muted: this.own.muted });
    if (this.caller) this.own.giveTo(this.#peer.pc);
    for (const signal of this.#early.splice(0)) this.#hear(signal);
  }

  /** Who answers gives sound and picture with the answer, so that only one side offers. */
  #hear(signal: Signal): void {
    if (signal.description) this.own.giveTo(this.#peer!.pc);
    this.#peer!.hear(signal);
  }

  #way(way: Way): void {
    if (this.phase === 'over') return;
    if (way === 'there') {
      clearTimeout(this.#deadline);
      this.#deadline = undefined;
      this.since ??= Date.now();
      if (this.phase !== 'talking') void ask({ op: 'call_here', call_id: this.id, talking: true }).catch(() => undefined);
      this.phase = 'talking';
    } else if (this.since !== null && way !== 'finding') {
      this.phase = 'lost';
      this.#expect();
      this.#timers.push(setTimeout(() => this.phase === 'lost' && this.#peer?.again(), way === 'failed' ? 0 : WAIT_MS));
    } else if (way === 'failed') this.#peer?.again();
  }

  #expect(): void {
    this.#deadline ??= setTimeout(() => {
      void ask({ op: 'call_end', call_id: this.id }).catch(() => undefined);
      this.finish('failed');
    }, FIND_MS);
  }

  /** My picture came, went, or is another camera's. */
  #shown(track: MediaStreamTrack | null, old: MediaStreamTrack | null): void {
    const sender = this.#peer?.pc.getSenders().find((one) => old !== null && one.track === old);
    if (sender && track) void sender.replaceTrack(track);
    else if (sender) this.#peer?.pc.removeTrack(sender);
    else if (track) this.#peer?.pc.addTrack(track);
  }

  #beat(): void {
    this.#timers.push(setInterval(() => void this.#here(), HERE_MS));
  }

  async #here(): Promise<void> {
    const call = await ask({ op: 'call_here', call_id: this.id, talking: this.since !== null }).catch((problem: unknown) => {
      if (problem instanceof ApiError && problem.status === 404) this.finish('ended');
    });
    if (call) this.stands(call);
  }
}

function wordsOf(outcome: Call['outcome']): string | null {
  if (outcome === 'busy') return m.calls_over_busy();
  if (outcome === 'declined') return m.calls_over_declined();
  if (outcome === 'missed') return m.calls_over_missed();
  return outcome === 'failed' ? m.calls_over_failed() : null;
}
