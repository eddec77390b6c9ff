import type { Entry } from './outbox.ts';
import type { SocketState } from './socket.ts';
import type { Want } from './wants.ts';
import type { ClientFrame, Frame, ServerFrame } from './wire.ts';

/** What the tabs of one account tell each other. */
export type TabMessage =
  /** The leader: the server said this. */
  | { kind: 'frame'; frame: ServerFrame }
  /** The leader: how the connection is; `ready` belongs to the connection that is up. */
  | { kind: 'state'; state: SocketState; ready: Frame<'ready'> | null; round: number }
  /** A follower: is anybody leading? */
  | { kind: 'who' }
  /** A follower: say this to the server. */
  | { kind: 'say'; frame: ClientFrame }
  /** A follower: what it shows and wants to be told of. */
  | { kind: 'want'; tab: string; want: Want }
  /** A follower: this conversation is looked at. */
  | { kind: 'look'; conversation_id: string }
  /** Anyone: this entry of the outbox is new or has changed. */
  | { kind: 'entry'; entry: Entry }
  /** A follower: throw this entry away. */
  | { kind: 'discard'; client_id: string }
  /** The leader: this entry is sent or thrown away. */
  | { kind: 'gone'; client_id: string };

export interface TabOptions {
  account_id: string;
  /** From now on this tab owns the socket and the outbox. */
  lead: () => void;
  receive: (message: TabMessage) => void;
}

/**
 * One tab of an account leads: it holds a Web Lock, owns the socket and relays. When it closes, the next one
 * in the lock's queue leads. Without Web Locks (a page not served over TLS) every tab leads itself, alone.
 */
export class Tabs {
  leading = false;
  #channel: BroadcastChannel | null = null;
  #release: () => void = () => {};
  #waiting = new AbortController();

  constructor(private readonly options: TabOptions) {}

  start(): void {
    if (!('locks' in navigator) || !('BroadcastChannel' in globalThis)) {
      this.#lead();
      return;
    }
    const name = `paperplane:live:${this.options.account_id}`;
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = (event: MessageEvent<TabMessage>) => this.options.receive(event.data);
    const { signal } = this.#waiting;
    const held = navigator.locks.request(name, { signal }, () => {
      this.#lead();
      return new Promise<void>((release) => (this.#release = release));
    });
    // The only way this fails is stop() while waiting for the lock.
    held.catch(() => {});
    this.post({ kind: 'who' });
  }

  post(message: TabMessage): void {
    this.#channel?.postMessage(message);
  }

  stop(): void {
    this.#waiting.abort();
    this.#release();
    this.#channel?.close();
    this.#channel = null;
    this.leading = false;
  }

  #lead(): void {
    if (this.#waiting.signal.aborted) return;
    this.leading = true;
    this.options.lead();
  }
}
