/**
 * What time it is for the server, by which messages disappear. A device's own clock may be wrong by hours: how far it
 * is off is learned from each answer that says the server's time, and kept for the next start without a network.
 */
const KEY = 'paperplane:skew';
/** What the network alone can make of a right clock. */
const SLACK_MS = 2_000;

class ServerTime {
  /** Read by what is drawn: with it, what is over and what is not may change at any time. */
  #skew = $state(read());
  #behind = new Set<() => void>();

  /** By how much the server's clock is ahead of this device's. */
  get skew(): number {
    return this.#skew;
  }

  /** Whether what was judged by this skew may have gone before its time. */
  before(skew: number): boolean {
    return skew - this.#skew >= SLACK_MS;
  }

  now(): number {
    return Date.now() + this.#skew;
  }

  /** `at`: what the server's clock said between these two moments of ours. */
  learn(at: string, asked: number, answered: number = Date.now()): void {
    const skew = Date.parse(at) - (asked + answered) / 2;
    const before = this.#skew;
    if (!Number.isFinite(skew) || Math.abs(skew - before) < SLACK_MS) return;
    this.#skew = skew;
    try {
      localStorage.setItem(KEY, String(Math.round(skew)));
    } catch {
      // Full or forbidden: it is learned anew at the next start.
    }
    // It was thought to be later than it is: something may have gone before its time.
    if (skew < before) for (const act of this.#behind) act();
  }

  /** What to do once it turns out to be earlier than was thought. */
  onEarlier(act: () => void): void {
    this.#behind.add(act);
  }
}

function read(): number {
  try {
    return Number(localStorage.getItem(KEY)) || 0;
  } catch {
    return 0;
  }
}

export const serverTime = new ServerTime();

/** A question whose answer tells how far this device's clock is off. */
export function timed<Given, Answer extends { at: string }>(ask: (given: Given) => Promise<Answer>): (given: Given) => Promise<Answer> {
  return async (given) => {
    const asked = Date.now();
    const answer = await ask(given);
    serverTime.learn(answer.at, asked);
    return answer;
  };
}
