import type { ClientFrame, Frame, ServerFrame } from './wire.ts';

/** `waiting`: between two tries. `signed_out`: the server ended this session; nothing is tried any more. */
export type SocketState = 'idle' | 'connecting' | 'ready' | 'waiting' | 'signed_out';

/** The part of a WebSocket that is used here. */
export interface Wire {
  send(data: string): void;
  close(code?: number): void;
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
}

export interface SocketOptions {
  /** Dials. Throws or closes later when it cannot. */
  open: () => Wire;
  frame: (frame: ServerFrame) => void;
  state: (state: SocketState) => void;
  /** 0 to 1; spreads the clients of a restarted server over time. */
  random?: () => number;
}

const SIGNED_OUT = 4001;
const NOT_SIGNED_IN = 4002;
const TOO_SLOW = 4004;
const NO_PING = 4005;
const HANDSHAKE_MS = 10_000;
const PONG_MS = 8_000;
/** A line that lived shorter was no success: a server that greets and breaks is not dialled faster and faster. */
const STEADY_MS = 5_000;
const FIRST_WAIT_MS = 500;
/** Short enough that who looks at the screen sees it come back by itself. */
const LONGEST_WAIT_MS = 10_000;

/** One connection to the gateway, kept up: hello, heartbeat, back-off with jitter, close codes. */
export class Socket {
  state: SocketState = 'idle';
  #wire: Wire | null = null;
  #tries = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #steady: ReturnType<typeof setTimeout> | undefined;
  #beat: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly options: SocketOptions) {}

  start(): void {
    if (this.state === 'idle') this.#dial();
  }

  stop(): void {
    this.#drop();
    this.#become('idle');
  }

  /** Whether the frame left. What must not be lost stays in the outbox until it is answered. */
  send(frame: ClientFrame): boolean {
    if (this.state !== 'ready' || this.#wire === null) return false;
    this.#wire.send(JSON.stringify(frame));
    return true;
  }

  /** Something is waiting to be said: try now, and go on waiting longer and longer if that fails too. */
  nudge(): void {
    if (this.state === 'waiting') this.#dial();
  }

  /** The network or the person came back: do not wait for the next try, and find a dead line out. */
  wake(): void {
    if (this.state === 'waiting') {
      this.#tries = 0;
      this.#dial();
    } else if (this.state === 'ready') {
      this.#ping();
    }
  }

  /** The system says that there is a network again: what was dialled without one is not waited for. */
  regain(): void {
    if (this.state === 'connecting') {
      this.#tries = 0;
      this.#dial();
    } else {
      this.wake();
    }
  }

  /** The system says that there is no network: what hangs is not waited for. */
  lose(): void {
    if (this.state === 'ready' || this.state === 'connecting') this.#wait();
  }

  #dial(): void {
    this.#drop();
    this.#become('connecting');
    let wire: Wire;
    try {
      wire = this.options.open();
    } catch {
      this.#wait();
      return;
    }
    this.#wire = wire;
    wire.onopen = () => wire.send(JSON.stringify({ op: 'hello' } satisfies ClientFrame));
    wire.onmessage = (event) => this.#receive(wire, event.data);
    wire.onclose = (event) => this.#closed(wire, event.code);
    this.#deadline = setTimeout(() => this.#wait(), HANDSHAKE_MS);
  }

  #receive(wire: Wire, data: unknown): void {
    if (wire !== this.#wire || typeof data !== 'string') return;
    const frame = JSON.parse(data) as ServerFrame;
    if (frame.op === 'ready') {
      this.#greeted(frame);
    } else {
      // Any frame proves that the line lives.
      clearTimeout(this.#deadline);
    }
    this.options.frame(frame);
  }

  #greeted(ready: Frame<'ready'>): void {
    clearTimeout(this.#deadline);
    this.#steady = setTimeout(() => (this.#tries = 0), STEADY_MS);
    // Twice within the server's patience, so that one lost ping is forgiven.
    this.#beat = setInterval(() => this.#ping(), (ready.heartbeat_s * 1000) / 2);
    this.#become('ready');
  }

  #ping(): void {
    if (!this.send({ op: 'ping' })) return;
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.#again(), PONG_MS);
  }

  #closed(wire: Wire, code: number): void {
    if (wire !== this.#wire) return;
    if (code === SIGNED_OUT || code === NOT_SIGNED_IN) {
      this.#drop();
      this.#become('signed_out');
    } else if (code === TOO_SLOW || code === NO_PING) {
      this.#again();
    } else {
      this.#wait();
    }
  }

  /** The server is there, only this line was bad: come back without waiting, but only once in a row. */
  #again(): void {
    if (this.#tries > 0) {
      this.#wait();
      return;
    }
    this.#tries = 1;
    this.#dial();
  }

  #wait(): void {
    this.#drop();
    const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#tries);
    const random = this.options.random ?? Math.random;
    this.#tries += 1;
    this.#retry = setTimeout(() => this.#dial(), ceiling / 2 + (ceiling / 2) * random());
    this.#become('waiting');
  }

  #drop(): void {
    clearTimeout(this.#retry);
    clearTimeout(this.#deadline);
    clearTimeout(this.#steady);
    clearInterval(this.#beat);
    const wire = this.#wire;
    this.#wire = null;
    if (wire === null) return;
    wire.onopen = wire.onmessage = wire.onclose = null;
    wire.close(1000);
  }

  #become(state: SocketState): void {
    if (this.state === state) return;
    this.state = state;
    this.options.state(state);
  }
}
