type Told = { id: number; text: string; action?: { label: string; act: () => unknown } };

const STAYS_MS = 5_000;
const STAYS_WITH_ACTION_MS = 8_000;

/** Short notices that float for a while. The newest replaces the one before. */
class Toasts {
  current = $state<Told | null>(null);
  #count = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  tell(text: string, action?: { label: string; act: () => unknown }): void {
    clearTimeout(this.#timer);
    this.#count += 1;
    this.current = action
      ? { id: this.#count, text, action: { label: action.label, act: () => (this.dismiss(), action.act()) } }
      : { id: this.#count, text };
    this.#timer = setTimeout(() => this.dismiss(), action ? STAYS_WITH_ACTION_MS : STAYS_MS);
  }

  dismiss(): void {
    clearTimeout(this.#timer);
    this.current = null;
  }
}

export const toasts = new Toasts();
