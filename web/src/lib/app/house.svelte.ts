import { api } from '#lib/api/client.ts';
import type { ServerInfo } from '#lib/api/types.ts';

/** What this server says of itself; asked once, by the screens that need it. */
class House {
  info = $state.raw<ServerInfo | null>(null);
  #asking: Promise<void> | null = null;

  async ask(): Promise<void> {
    this.#asking ??= api
      .get<ServerInfo>('/server')
      .then((info) => {
        this.info = info;
      })
      .finally(() => {
        this.#asking = null;
      });
    await this.#asking;
  }
}

export const house = new House();
