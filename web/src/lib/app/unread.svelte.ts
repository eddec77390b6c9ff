/** The two counts the shell shows. The inbox fills them; nothing else does. */
class Unread {
  /** conversations with unread messages: the badge on Inbox, the number in the window's title */
  conversations = $state(0);
  /** message and follow requests waiting */
  requests = $state(0);

  set(counts: { unread: number; requests: number }): void {
    this.conversations = counts.unread;
    this.requests = counts.requests;
  }

  clear(): void {
    this.set({ unread: 0, requests: 0 });
  }
}

export const unread = new Unread();
