const LIT_MS = 1_600;

/** Going to a message of the open thread, from wherever it is named. */
class Going {
  wanted = $state.raw<{ conversation_id: string; seq: number } | null>(null);
  /** The one that was just reached stands out for a moment. */
  lit = $state.raw<{ conversation_id: string; seq: number } | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  to(conversation_id: string, seq: number): void {
    this.wanted = { conversation_id, seq };
  }

  reached(conversation_id: string, seq: number): void {
    clearTimeout(this.#timer);
    this.lit = { conversation_id, seq };
    this.#timer = setTimeout(() => (this.lit = null), LIT_MS);
  }

  isLit(conversation_id: string, seq: number): boolean {
    return this.lit?.conversation_id === conversation_id && this.lit.seq === seq;
  }
}

export const going = new Going();
