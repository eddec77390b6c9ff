import type { Conversation } from '#lib/api/types.ts';
import { mute, toggleArchive, togglePin, toggleUnread, unmute, type Mute, type Verb } from './keeping.ts';

type At = { getBoundingClientRect: () => DOMRect };
type Asked = { head: Conversation; at: At; row: HTMLElement; step: 'verbs' | 'mute' };

const acts = { pin: togglePin, unread: toggleUnread, mute: unmute, archive: toggleArchive };

/** The one menu of the list: which row it is asked for, where it stands, and what it asks. */
class RowMenu {
  asked = $state.raw<Asked | null>(null);
  /** Where the keyboard goes on once the menu is closed. */
  #next: HTMLElement | null = null;

  ask(head: Conversation, row: HTMLElement, at: At = row): void {
    this.#next = row;
    this.asked = { head, row, at, step: 'verbs' };
  }

  /** Does it. To mute, it first asks for how long. */
  do(verb: Verb, head: Conversation, row: HTMLElement): void {
    if (verb === 'mute' && head.muted_until === null) {
      this.#next = row;
      this.asked = { head, row, at: this.asked?.at ?? row, step: 'mute' };
      return;
    }
    // A row that leaves the list hands the keyboard to the one that takes its place.
    this.#next = verb === 'archive' ? neighbour(row) : row;
    this.asked = null;
    acts[verb](head);
    this.refocus();
  }

  mute(lasts: Mute): void {
    const { asked } = this;
    this.asked = null;
    if (asked) mute(asked.head, lasts);
  }

  close(): void {
    this.asked = null;
  }

  refocus(): void {
    this.#next?.focus({ preventScroll: true });
  }
}

function neighbour(row: HTMLElement): HTMLElement | null {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
  const here = rows.indexOf(row);
  return rows[here + 1] ?? rows[here - 1] ?? null;
}

export const rowMenu = new RowMenu();
