import type { Problem } from '#lib/api/types.ts';
import { connection } from '#lib/app/connection.svelte.ts';
import { leave, pick } from './lastwords.ts';
import { MarkLine } from './marks.ts';
import type { LiveOptions } from './options.ts';
import { Outbox, type Entry } from './outbox.ts';
import { Socket, type SocketState } from './socket.ts';
import { open, type Shelved } from './store.ts';
import { Tabs, type TabMessage } from './tabs.ts';
import { nothing, Wants, type Want } from './wants.ts';
import type { ClientFrame, Doing, Frame, ServerFrame } from './wire.ts';

/** A line that comes back sooner is not worth a word. */
const UNTOLD_MS = 2_500;

/** This tab's end of the live line: the connection if it leads, a relay to the leading tab if it does not. */
class Live {
  state = $state<SocketState>('idle');
  /** What is not on the server yet, in the order of leaving, as every tab sees it. */
  entries = $state.raw<readonly Entry[]>([]);
  shelf: Promise<Shelved> | null = null;
  readonly marks = new MarkLine((frame) => this.#say(frame));

  #options: LiveOptions | null = null;
  /** Shown, and perhaps not on the disk yet. */
  #unkept = new Map<string, Entry>();
  #tabs: Tabs | null = null;
  #socket: Socket | null = null;
  #outbox: Outbox | null = null;
  #ready: Frame<'ready'> | null = null;
  /** Numbers the connections, so that each tab begins exactly once for each. */
  #round = 0;
  #wants = new Wants();
  #tab = Math.random().toString(36).slice(2);
  #listeners = new AbortController();
  #absence: ReturnType<typeof setTimeout> | undefined;

  start(options: LiveOptions): void {
    // What the first screen shows was wanted before there was a line.
    const wants = this.#wants.of(this.#tab);
    this.stop();
    for (const want of wants) this.#wants.put(this.#tab, want);
    this.#options = options;
    this.shelf = open(options.account_id, options.holds);
    this.#listen();
    const { account_id } = options;
    const tabs = new Tabs({
      account_id,
      lead: () => void this.#lead(),
      receive: (message) => this.#receive(message)
    });
    this.#tabs = tabs;
    void this.#recall(this.shelf, options, this.#listeners.signal).then(() => tabs.start());
  }

  get leading(): boolean {
    return this.#tabs?.leading ?? false;
  }

  stop(): void {
    for (const want of nothing()) this.want(want);
    this.#listeners.abort();
    this.#listeners = new AbortController();
    this.#socket?.stop();
    this.#outbox?.stop();
    this.marks.stop();
    this.#tabs?.stop();
    void this.shelf?.then((shelf) => shelf.close());
    this.#socket = this.#outbox = this.#tabs = this.#options = this.#ready = this.shelf = null;
    this.#wants.clear();
    this.#unkept.clear();
    this.#round = 0;
    this.#turn('idle');
    this.entries = [];
  }

  /** Shows the entry at once, keeps it, and only then lets it leave: what left survives a reload. */
  async queue(entry: Entry): Promise<void> {
    this.#see(entry);
    this.#unkept.set(entry.client_id, entry);
    // A full disk must not stop a message: it then lasts as long as this page.
    await (await this.shelf)?.keep(entry).catch(() => undefined);
    this.#unkept.delete(entry.client_id);
    if (this.#tabs?.leading) {
      this.#outbox?.take(entry);
      this.#socket?.nudge();
    } else this.#tabs?.post({ kind: 'entry', entry });
  }

  discard(client_id: string): void {
    if (this.#tabs?.leading) this.#outbox?.discard(client_id);
    else this.#tabs?.post({ kind: 'discard', client_id });
  }

  /** What a message is made of was refused, before it could leave. */
  refuse(client_id: string, problem: Problem): void {
    this.#outbox?.refuse(client_id, problem);
  }

  typing(conversation_id: string, doing: Doing): void {
    this.#say({ op: 'typing', conversation_id, doing });
  }

  /** Leaves now or not at all: whether it did. */
  tell(frame: ClientFrame): boolean {
    return this.#say(frame);
  }

  /** What this tab shows and wants to be told of; replaces its last list of the kind. */
  want(want: Want): void {
    if (this.#tabs?.leading) return this.#want(this.#tab, want);
    this.#wants.put(this.#tab, want);
    this.#tabs?.post({ kind: 'want', tab: this.#tab, want });
  }

  /** The tab that keeps things keeps this conversation too. */
  look(conversation_id: string): void {
    if (!this.leading) this.#tabs?.post({ kind: 'look', conversation_id });
  }

  /** What an earlier page left unsent is on the screen before anything is asked of the network. */
  async #recall(opening: Promise<Shelved>, options: LiveOptions, signal: AbortSignal): Promise<void> {
    const shelf = await opening;
    const last = signal.aborted ? [] : pick(options.account_id, 'entries');
    await Promise.all(last.map((entry) => shelf.keep(entry).catch(() => undefined)));
    const kept = await shelf.entries().catch(() => []);
    for (const entry of [...last, ...kept]) if (!signal.aborted) this.#see(entry);
    if (!signal.aborted) await options.recall();
  }

  async #lead(): Promise<void> {
    const { signal } = this.#listeners;
    const shelf = await this.shelf;
    if (signal.aborted || !shelf) return;
    this.#outbox = new Outbox({
      store: shelf,
      send: (frame) => this.#socket?.send(frame) ?? false,
      changed: (entry) => {
        this.#see(entry);
        this.#tabs?.post({ kind: 'entry', entry });
      },
      gone: (client_id) => {
        this.#lose(client_id);
        this.#tabs?.post({ kind: 'gone', client_id });
      },
      healthy: (well) => (well ? connection.reached() : connection.lost())
    });
    for (const entry of this.entries) this.#outbox.take(entry);
    await this.#outbox.restore();
    if (!signal.aborted) await this.#options?.lead();
    if (signal.aborted) return;
    this.#socket = new Socket({
      open: () => new WebSocket(new URL('/api/v1/gateway', location.href).href.replace(/^http/, 'ws')),
      frame: (frame) => this.#relay(frame),
      state: (state) => this.#changed(state)
    });
    this.#socket.start();
  }

  #relay(frame: ServerFrame): void {
    if (frame.op === 'ready') {
      this.#ready = frame;
      this.#tellState();
      this.#begin(frame, this.#round);
      return;
    }
    this.#tabs?.post({ kind: 'frame', frame });
    this.#options?.deliver(frame);
    if (frame.op === 'mark') this.marks.confirmed(frame.conversation_id, frame.read_seq);
    else if (frame.op === 'ok') this.#outbox?.ok(frame);
    else if (frame.op === 'error' && frame.client_id) this.#outbox?.error(frame.client_id, frame);
    else if (frame.op === 'message' && frame.message.sender === this.#options?.account_id) {
      this.#outbox?.settle(frame.message.client_id);
    } else if (frame.op === 'event' && frame.event.sender === this.#options?.account_id) this.#outbox?.settle(frame.event.client_id);
  }

  #changed(state: SocketState): void {
    if (state === 'ready') this.#round += 1;
    else {
      this.#ready = null;
      this.#outbox?.down();
      this.marks.down();
    }
    this.#turn(state);
    // The state `ready` is told together with its frame.
    if (state !== 'ready') this.#tellState();
    if (state === 'signed_out') this.#options?.signedOut();
  }

  #turn(state: SocketState): void {
    this.state = state;
    if (state === 'connecting' || state === 'waiting') {
      this.#absence ??= setTimeout(() => connection.lost(), UNTOLD_MS);
      return;
    }
    clearTimeout(this.#absence);
    this.#absence = undefined;
    if (state === 'ready') connection.reached();
  }

  #begin(ready: Frame<'ready'>, round: number): void {
    this.#round = round;
    this.#turn('ready');
    this.#outbox?.up();
    this.marks.up();
    for (const { op } of nothing()) this.#tellWanted(op);
    this.#options?.deliver(ready);
  }

  #receive(message: TabMessage): void {
    if (this.#tabs?.leading) this.#obey(message);
    else if (message.kind === 'frame') this.#options?.deliver(message.frame);
    else if (message.kind === 'state') this.#follow(message);
    else if (message.kind === 'entry') this.#see(message.entry);
    else if (message.kind === 'gone') this.#lose(message.client_id);
  }

  /** The leader, asked by another tab. */
  #obey(message: TabMessage): void {
    if (message.kind === 'who') this.#tellState();
    else if (message.kind === 'say') this.#sayFor(message.frame);
    else if (message.kind === 'want') this.#want(message.tab, message.want);
    else if (message.kind === 'entry') this.#obeyEntry(message.entry);
    else if (message.kind === 'discard') this.#outbox?.discard(message.client_id);
    else if (message.kind === 'look') this.#options?.look(message.conversation_id);
  }

  #sayFor(frame: ClientFrame): void {
    if (frame.op === 'read') this.marks.read(frame.conversation_id, frame.seq);
    else this.#socket?.send(frame);
  }

  #obeyEntry(entry: Entry): void {
    this.#see(entry);
    this.#outbox?.take(entry);
  }

  #follow(message: Extract<TabMessage, { kind: 'state' }>): void {
    if (message.ready !== null && (message.round !== this.#round || this.state !== 'ready')) {
      this.#begin(message.ready, message.round);
      for (const want of this.#wants.of(this.#tab)) this.#tabs?.post({ kind: 'want', tab: this.#tab, want });
      for (const entry of this.entries) if (entry.state === 'pending') this.#tabs?.post({ kind: 'entry', entry });
    } else if (message.state !== this.state) {
      this.#turn(message.state);
      if (message.state !== 'ready') this.marks.down();
      if (message.state === 'signed_out') this.#options?.signedOut();
    }
  }

  #tellState(): void {
    const state = this.#socket?.state ?? 'idle';
    this.#tabs?.post({ kind: 'state', state, ready: this.#ready, round: this.#round });
  }

  #say(frame: ClientFrame): boolean {
    const ready = this.state === 'ready';
    if (this.leading) return ready && (this.#socket?.send(frame) ?? false);
    // What is read is kept by the leading tab, also before it can be told.
    if (ready || frame.op === 'read') this.#tabs?.post({ kind: 'say', frame });
    return ready;
  }

  #want(tab: string, want: Want): void {
    this.#wants.put(tab, want);
    this.#tellWanted(want.op);
  }

  #tellWanted(op: Want['op']): void {
    if (this.#tabs?.leading) this.#socket?.send(this.#wants.all(this.#tab).find((all) => all.op === op)!);
  }

  #see(entry: Entry): void {
    const others = this.entries.filter((other) => other.client_id !== entry.client_id);
    this.entries = [...others, entry].sort((a, b) => a.at - b.at);
  }

  #lose(client_id: string): void {
    this.entries = this.entries.filter((entry) => entry.client_id !== client_id);
  }

  #listen(): void {
    const { signal } = this.#listeners;
    const listen = (target: EventTarget, name: string, act: () => void) =>
      target.addEventListener(name, act, { signal });
    listen(window, 'online', () => this.#socket?.regain());
    listen(window, 'offline', () => this.#socket?.lose());
    listen(document, 'visibilitychange', () => {
      if (document.visibilityState === 'visible') this.#socket?.wake();
    });
    listen(window, 'pagehide', () => this.#part());
  }

  #part(): void {
    for (const want of nothing()) this.#tabs?.post({ kind: 'want', tab: this.#tab, want });
    if (this.#options?.holds()) leave(this.#options.account_id, 'entries', [...this.#unkept.values()]);
  }
}

export const live = new Live();
