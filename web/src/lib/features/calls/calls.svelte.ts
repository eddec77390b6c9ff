import { v7 } from 'uuid';
import { ApiError } from '#lib/api/client.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { conversations } from '#lib/features/messages/conversations.svelte.ts';
import { live } from '#lib/live/live.svelte.ts';
import type { Call, Frame } from '#lib/live/wire.ts';
import { m } from '#lib/paraglide/messages.js';
import { answered, ask, refused } from './asks.ts';
import { Ongoing } from './ongoing.svelte.ts';
import { shown } from './shown.svelte.ts';
import { ring } from './tone.ts';

const LAST_WORDS_MS = 2_000;
const LATE_MS = 3_000;

/** What rings for me, and the call that this tab is in. */
class Calls {
  incoming = $state.raw<Call | null>(null);
  mine = $state.raw<Ongoing | null>(null);
  /** The call fills the window, or floats beside what I read and write. */
  large = $state(true);
  #over = new Set<string>();
  #stopRinging = () => {};
  #leaving: AbortController | null = null;

  heard(frame: Frame<'call'> | Frame<'call_ok'> | Frame<'call_signal'>): void {
    if (frame.op === 'call') this.#stands(frame.call);
    else if (frame.op === 'call_ok') answered(frame);
    else if (this.mine?.id === frame.call_id) this.mine.signal(frame);
  }

  refused(frame: Frame<'error'>): void {
    refused(frame);
  }

  back(): void {
    void this.mine?.back();
  }

  begin(conversation_id: string, video: boolean): void {
    const other = conversations.get(conversation_id)?.person?.id;
    if (this.mine?.phase === 'over') this.close();
    if (this.mine || !other) return void (this.large = true);
    const call = this.#take({ id: v7(), conversation_id, other, caller: true, video });
    void call.begin().catch((problem: unknown) => {
      // We call each other in the same moment: theirs rings here already.
      if (!(problem instanceof ApiError)) throw problem;
      call.finish('ended');
      this.close();
    });
  }

  answer(picture: boolean): void {
    const call = this.incoming;
    if (!call) return;
    this.#quiet();
    void this.#take({ id: call.id, conversation_id: call.conversation_id, other: call.caller, caller: false, video: call.video }).answer(picture);
  }

  decline(): void {
    const call = this.incoming;
    if (!call) return;
    this.#quiet();
    void ask({ op: 'call_end', call_id: call.id }).catch(() => undefined);
  }

  /** The call is over and its last words are read. */
  close(): void {
    if (this.mine && this.mine.phase !== 'over') return;
    this.mine = null;
    this.#look();
  }

  again(): void {
    const { conversation_id, video } = this.mine ?? {};
    if (conversation_id) this.begin(conversation_id, video ?? false);
  }

  clear(): void {
    this.mine?.part();
    this.mine = null;
    this.#quiet();
  }

  #stands(call: Call): void {
    if (call.state === 'over') this.#over.add(call.id);
    if (this.mine?.id === call.id) return this.mine.stands(call);
    if (call.state === 'ringing' && call.callee === conversations.me && !this.#over.has(call.id)) return this.#ring(call);
    if (this.incoming?.id !== call.id) return;
    this.#quiet();
    if (call.state === 'active') toasts.tell(m.calls_elsewhere());
  }

  #ring(call: Call): void {
    if (this.incoming?.id === call.id) return;
    this.#quiet();
    this.incoming = call;
    void conversations.known(call.conversation_id).catch(() => undefined);
    // One of my tabs is enough to be heard.
    const silence = live.leading ? ring('ring') : () => undefined;
    const timer = setTimeout(() => this.incoming?.id === call.id && this.#quiet(), call.rings_s * 1_000 + LATE_MS);
    this.#stopRinging = () => (clearTimeout(timer), silence());
    this.#look();
  }

  #quiet(): void {
    this.#stopRinging();
    this.#stopRinging = () => {};
    this.incoming = null;
    this.#look();
  }

  #take(begun: ConstructorParameters<typeof Ongoing>[0]): Ongoing {
    const call = new Ongoing(begun, (ended) => this.#ended(ended));
    this.mine = call;
    this.large = true;
    this.#leaving = new AbortController();
    addEventListener('beforeunload', (event) => event.preventDefault(), this.#leaving);
    addEventListener('pagehide', () => call.part(), this.#leaving);
    this.#look();
    return call;
  }

  #ended(call: Ongoing): void {
    this.#leaving?.abort();
    if (this.mine !== call) return;
    // What needs reading stays until it was read.
    if (call.words === null) setTimeout(() => this.mine === call && this.close(), LAST_WORDS_MS);
  }

  #look(): void {
    shown.call = this.incoming !== null || this.mine !== null;
  }
}

export const calls = new Calls();
