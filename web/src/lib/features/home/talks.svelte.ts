import { api } from '#lib/api/client.ts';
import type { Conversation, InboxPage } from '#lib/api/types.ts';
import { session } from '#lib/app/session.svelte.ts';
import { unread } from '#lib/app/unread.svelte.ts';

const SHOWN = 6;

/** The people one talks with, newest first: what Home offers to go on with. */
class Talks {
  list = $state.raw<Conversation[]>([]);
  state = $state<'loading' | 'ready' | 'failed'>('loading');
  problem = $state<unknown>(null);

  constructor() {
    session.onSignOut(() => (this.list = []));
  }

  async load(): Promise<void> {
    this.state = 'loading';
    try {
      const page = await api.get<InboxPage>('/inbox', { tab: 'conversations', limit: SHOWN });
      this.list = page.conversations.filter(({ person }) => person !== null);
      unread.set(page.counts);
      this.state = 'ready';
    } catch (problem) {
      this.problem = problem;
      this.state = 'failed';
    }
  }
}

export const talks = new Talks();
