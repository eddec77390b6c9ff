import { api } from '#lib/api/client.ts';
import type { Device } from '#lib/api/types.ts';
import { sentence } from '#lib/app/problems.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';

/** The devices that are signed in; this one first. */
export class Devices {
  list = $state<Device[]>([]);
  state = $state<'loading' | 'ready' | 'failed'>('loading');
  problem = $state<unknown>(null);

  async load(): Promise<void> {
    this.state = 'loading';
    try {
      const { devices } = await api.get<{ devices: Device[] }>('/me/devices');
      this.list = devices.sort((a, b) => Number(b.current) - Number(a.current) || b.last_seen_at.localeCompare(a.last_seen_at));
      this.state = 'ready';
    } catch (problem) {
      this.problem = problem;
      this.state = 'failed';
    }
  }

  /** Throws when refused: the form that asks shows why. */
  async rename(id: string, name: string): Promise<void> {
    const renamed = await api.patch<Device>(`/me/devices/${id}`, { name });
    this.list = this.list.map((device) => (device.id === id ? renamed : device));
  }

  async signOut(id: string): Promise<boolean> {
    return this.#without(
      (device) => device.id === id,
      () => api.delete(`/me/devices/${id}`)
    );
  }

  async signOutOthers(): Promise<boolean> {
    return this.#without(
      (device) => !device.current,
      () => api.delete('/me/devices')
    );
  }

  async #without(gone: (device: Device) => boolean, ask: () => Promise<void>): Promise<boolean> {
    const before = this.list;
    this.list = before.filter((device) => !gone(device));
    try {
      await ask();
      return true;
    } catch (problem) {
      this.list = before;
      toasts.tell(sentence(problem));
      return false;
    }
  }
}
