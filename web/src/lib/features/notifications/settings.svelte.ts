import { api } from '#lib/api/client.ts';
import type { NotificationSettings } from '#lib/api/types.ts';
import { sentence } from '#lib/app/problems.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';

/** How I want to be told, on all devices. */
class HowToTell {
  wish = $state<NotificationSettings | null>(null);
  failed = $state(false);

  async load(): Promise<void> {
    try {
      this.wish = await api.get<NotificationSettings>('/me/notifications');
      this.failed = false;
    } catch {
      this.failed = this.wish === null;
    }
  }

  /** On another device, while this one shows them. */
  async changed(): Promise<void> {
    if (this.wish) await this.load();
  }

  /** Shows the change at once; a refusal takes exactly it back. */
  async change(change: Partial<NotificationSettings>): Promise<void> {
    const before = this.wish;
    if (!before) return;
    this.wish = { ...before, ...change };
    try {
      this.wish = await api.patch<NotificationSettings>('/me/notifications', change);
    } catch (problem) {
      const undo = Object.fromEntries(Object.keys(change).map((key) => [key, before[key as keyof NotificationSettings]]));
      this.wish = { ...this.wish, ...undo };
      toasts.tell(sentence(problem));
    }
  }
}

export const howToTell = new HowToTell();
