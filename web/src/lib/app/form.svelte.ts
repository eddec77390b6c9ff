import { fieldOf, sentence } from './problems.ts';

/** One form on its way: busy while it is sent, and what the server had against which field. */
export class Form {
  busy = $state(false);
  #problem = $state<unknown>(null);
  #fields: string[];

  /** `fields`: the fields the form shows, by the API's names; a problem with any other stands above the button. */
  constructor(...fields: string[]) {
    this.#fields = fields;
  }

  error(field: string): string | undefined {
    return this.#problem && fieldOf(this.#problem) === field ? sentence(this.#problem) : undefined;
  }

  /** What does not belong to a field shown. */
  get general(): string | undefined {
    const field = fieldOf(this.#problem);
    return this.#problem && !(field && this.#fields.includes(field)) ? sentence(this.#problem) : undefined;
  }

  /** Runs `act` unless it runs already; returns whether it came through. `caught` may take a problem as its own. */
  async send(act: () => Promise<unknown>, caught: (problem: unknown) => boolean = () => false): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.#problem = null;
    try {
      await act();
      return true;
    } catch (problem) {
      if (!caught(problem)) this.#problem = problem;
      return false;
    } finally {
      this.busy = false;
    }
  }
}
