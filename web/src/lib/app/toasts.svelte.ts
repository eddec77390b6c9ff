type Action = { label: string; act: () => unknown };
type Told = { id: number; text: string; action?: Action; gone?: (() => unknown) | undefined };

const STAYS_MS = 5_000;
const STAYS_WITH_ACTION_MS = 8_000;

/** Short notices that float for a while. The newest replaces the one before. */
class Toasts {
  current = $state<Told | null>(null);
  #count = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    addEventListener('pagehide', () => this.dismiss());
  }

  /** `gone`: what to do once the notice has gone, or its place is taken, and its action was not asked for. */
  tell(text: string, action?: Action, gone?: () => unknown, stays = action ? STAYS_WITH_ACTION_MS : STAYS_MS): void {
    this.dismiss();
    this.#count += 1;
    this.current = action
      ? { id: this.#count, text, gone, action: { label: action.label, act: () => (this.#end(), action.act()) } }
      : { id: this.#count, text, gone };
    this.#timer = setTimeout(() => this.dismiss(), stays);
  }

  dismiss(): void {
    const { gone } = this.current ?? {};
    this.#end();
    gone?.();
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.current = null;
  }
}

export const toasts = new Toasts();
