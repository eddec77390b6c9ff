import { whenAnswered } from '#lib/api/client.ts';

/**
 * Whether the server is reached. Every call tells; the socket may tell too, by `reached` and `lost`.
 * `offline`: the device has no network. `away`: it has, and the server does not answer.
 */
class Connection {
  #network = $state(navigator.onLine);
  #answers = $state(true);

  constructor() {
    addEventListener('online', () => (this.#network = true));
    addEventListener('offline', () => (this.#network = false));
    whenAnswered((reached) => (reached ? this.reached() : this.lost()));
  }

  get state(): 'good' | 'offline' | 'away' {
    if (!this.#network) return 'offline';
    return this.#answers ? 'good' : 'away';
  }

  reached(): void {
    this.#answers = true;
    this.#network = true;
  }

  lost(): void {
    this.#answers = false;
    // An answer that was still on its way when the network went has said that there is one.
    this.#network = navigator.onLine;
  }
}

export const connection = new Connection();
