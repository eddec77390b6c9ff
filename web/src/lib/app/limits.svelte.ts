import { api } from '#lib/api/client.ts';
import { USUAL } from '#lib/api/sizes.ts';

export type Sizes = typeof USUAL;

const KEPT = 'paperplane:sizes';

function kept(): Partial<Sizes> {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Partial<Sizes>;
  } catch {
    return {};
  }
}

/** What this server allows: what it said last; where it could not be asked yet, what is usual. */
class Limits {
  sizes = $state.raw<Sizes>({ ...USUAL, ...kept() });
  #asked: Promise<void> | null = null;

  /** Asked once by a page; without a network again by whoever needs it next, who goes on with what is known. */
  async ask(): Promise<Sizes> {
    this.#asked ??= this.#ask().catch(() => {
      this.#asked = null;
    });
    await this.#asked;
    return this.sizes;
  }

  async #ask(): Promise<void> {
    const { sizes } = await api.get<{ sizes: Sizes }>('/limits');
    this.sizes = { ...USUAL, ...sizes };
    try {
      localStorage.setItem(KEPT, JSON.stringify(sizes));
    } catch {
      // Full or forbidden: it is asked anew at the next start.
    }
  }
}

export const limits = new Limits();
