import type { Conversation, Folder } from '#lib/api/types.ts';

/** Whether a conversation stands in a folder, from its head alone: so it is known without a network too. */
export function inFolder(folder: Folder, head: Conversation): boolean {
  if (head.archived || (head.state !== 'accepted' && head.state !== 'pending')) return false;
  switch (folder.rule) {
    case 'manual':
      return folder.conversation_ids?.includes(head.id) ?? false;
    case 'unread':
      return head.unread > 0 || head.marked_unread;
    case 'groups':
      return head.kind === 'group';
    case 'close_friends':
      return head.person !== null && (folder.account_ids?.includes(head.person.id) ?? false);
  }
}

/** What a folder shows. What was in it when it was opened stays while it is open: it does not jump away as it is read. */
export class Shown {
  #before = new Set<string>();
  #folder = '';

  of(folder: Folder, heads: readonly Conversation[], current: string | null): Conversation[] {
    if (folder.id !== this.#folder) this.#before.clear();
    this.#folder = folder.id;
    const shown = heads.filter((head) => inFolder(folder, head) || (head.id === current && this.#before.has(head.id)));
    this.#before = new Set(shown.map(({ id }) => id));
    return shown;
  }
}

/** The folders with one of them a step nearer to the beginning (-1) or the end (1). */
export function moved(folders: readonly Folder[], id: string, step: -1 | 1): Folder[] {
  const order = [...folders];
  const from = order.findIndex((folder) => folder.id === id);
  const to = from + step;
  if (from === -1 || to < 0 || to >= order.length) return order;
  order.splice(to, 0, ...order.splice(from, 1));
  return order;
}
