import type { ClientFrame } from './wire.ts';

interface Mark {
  read: number;
  delivered: number;
  /** What the server was told on this connection. */
  toldRead: number;
  toldDelivered: number;
  /** What the server says that it has. */
  known: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

const EVERY_MS = 1_000;

/** Cumulative marks: only the highest counts, and each conversation tells at most one a second. */
export class MarkLine {
  #marks = new Map<string, Mark>();

  constructor(private readonly send: (frame: ClientFrame) => boolean) {}

  read(conversation_id: string, seq: number): void {
    const mark = this.#mark(conversation_id);
    mark.read = Math.max(mark.read, seq);
    this.#tell(conversation_id, mark);
  }

  delivered(conversation_id: string, seq: number): void {
    const mark = this.#mark(conversation_id);
    mark.delivered = Math.max(mark.delivered, seq);
    this.#tell(conversation_id, mark);
  }

  /** The server has it. */
  confirmed(conversation_id: string, seq: number): void {
    const mark = this.#marks.get(conversation_id);
    if (mark) mark.known = Math.max(mark.known, seq);
  }

  /** What was read and may not be on the server: it must outlive the page. */
  unconfirmed(): Record<string, number> {
    const open = [...this.#marks].filter(([, mark]) => mark.read > mark.known);
    return Object.fromEntries(open.map(([conversation_id, mark]) => [conversation_id, mark.read]));
  }

  /** The connection is there: what was not told, or was told to a line that broke, is told now. */
  up(): void {
    for (const [conversation_id, mark] of this.#marks) this.#tell(conversation_id, mark);
  }

  down(): void {
    for (const mark of this.#marks.values()) {
      mark.toldRead = 0;
      mark.toldDelivered = 0;
    }
  }

  stop(): void {
    for (const mark of this.#marks.values()) clearTimeout(mark.timer);
    this.#marks.clear();
  }

  #tell(conversation_id: string, mark: Mark): void {
    if (mark.timer !== undefined) return;
    // What is read was delivered: the read mark says both.
    if (mark.read > mark.toldRead) {
      if (!this.send({ op: 'read', conversation_id, seq: mark.read })) return;
      mark.toldRead = mark.read;
    } else if (mark.delivered > Math.max(mark.toldDelivered, mark.toldRead)) {
      if (!this.send({ op: 'delivered', conversation_id, seq: mark.delivered })) return;
      mark.toldDelivered = mark.delivered;
    } else {
      return;
    }
    mark.timer = setTimeout(() => {
      mark.timer = undefined;
      this.#tell(conversation_id, mark);
    }, EVERY_MS);
  }

  #mark(conversation_id: string): Mark {
    let mark = this.#marks.get(conversation_id);
    if (mark === undefined) {
      mark = { read: 0, delivered: 0, toldRead: 0, toldDelivered: 0, known: 0, timer: undefined };
      this.#marks.set(conversation_id, mark);
    }
    return mark;
  }
}
