import { api, NetworkError } from '#lib/api/client.ts';
import type { PushState } from '#lib/api/types.ts';

/**
 * Whether this device is told while the app is closed. `asks`: it can be turned on. `install`: on an iPhone only an
 * app on the home screen is told. `denied`: the browser was told no, and only its own settings change that.
 */
export type Telling = 'unknown' | 'on' | 'asks' | 'denied' | 'install' | 'unsupported';

const supported = () => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
const onIPhone = () => /iPhone|iPad/.test(navigator.userAgent) || (navigator.platform === 'MacIntel' && navigator.maxTouchPoints > 1);
const installed = () => matchMedia('(display-mode: standalone)').matches;

/** Turning it on did not work, for a reason that is nobody's choice. */
export class NotTold extends Error {}

class ThisDevice {
  state = $state<Telling>('unknown');
  busy = $state(false);

  /** What the browser and the server say; without a network, what the browser says. */
  async look(): Promise<void> {
    this.state = await this.#found();
  }

  async #found(): Promise<Telling> {
    if (!supported()) return onIPhone() && !installed() ? 'install' : 'unsupported';
    if (Notification.permission === 'denied') return 'denied';
    const own = await subscription();
    if (!own) return 'asks';
    const told = await api.get<PushState>('/me/push').catch(() => null);
    if (told === null || told.endpoint === own.endpoint) return 'on';
    // Somebody else was told here before, or this session is a new one: it is asked for anew.
    return 'asks';
  }

  /** Only after a tap: browsers ask at no other time, and nor should we. Throws NotTold or NetworkError. */
  async turnOn(): Promise<void> {
    await this.#doing(async () => {
      if ((await Notification.requestPermission()) !== 'granted') return;
      const { public_key } = await api.get<PushState>('/me/push');
      const { pushManager } = await navigator.serviceWorker.ready;
      const old = await pushManager.getSubscription();
      await old?.unsubscribe();
      const fresh = await pushManager
        .subscribe({ userVisibleOnly: true, applicationServerKey: public_key })
        .catch((error: unknown) => Promise.reject(new NotTold('no push service', { cause: error })));
      const { endpoint, keys } = fresh.toJSON();
      await api.put('/me/push', { endpoint, keys });
    });
  }

  async turnOff(): Promise<void> {
    await this.#doing(async () => {
      await api.delete('/me/push');
      await forget();
    });
  }

  async #doing(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    try {
      await work();
    } finally {
      await this.look();
      this.busy = false;
    }
  }
}

async function subscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** Nothing of an account may come to this device, or stay on its screen, once it has left. */
export async function forget(): Promise<void> {
  if (!supported()) return;
  await (await subscription().catch(() => null))?.unsubscribe().catch(() => false);
  const registration = await navigator.serviceWorker.getRegistration();
  for (const one of (await registration?.getNotifications()) ?? []) one.close();
  await navigator.clearAppBadge?.().catch(() => undefined);
}

export const isOffline = (error: unknown): boolean => error instanceof NetworkError;
export const thisDevice = new ThisDevice();
