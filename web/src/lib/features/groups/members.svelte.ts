import type { Event, Invited, Member, Role } from '#lib/api/types.ts';
import { isSystem } from '#lib/features/messages/membership.ts';
import { persons } from '#lib/features/messages/persons.svelte.ts';
import { fetchMembers } from './calls.ts';

const REST_MS = 200;

/** Who is in one group, as far as it is loaded: owners and admins first. */
export class MemberList {
  members = $state.raw<readonly Member[]>([]);
  invited = $state.raw<readonly Invited[]>([]);
  state = $state<'idle' | 'loading' | 'ready' | 'failed'>('idle');
  problem = $state<unknown>(null);
  whole = $state(false);
  #cursor: string | null = null;
  #asking: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly id: string) {}

  /** From the beginning, as far as it was loaded. What is there stays until it is replaced. */
  load(): Promise<void> {
    return this.#ask(() => this.#pages(Math.max(1, this.members.length)));
  }

  more(): Promise<void> {
    if (this.state !== 'ready' || this.whole) return Promise.resolve();
    return this.#ask(() => this.#page(this.#cursor));
  }

  /** Everybody: a search must not miss who is on a later page. */
  all(): Promise<void> {
    return this.#ask(async () => {
      while (!this.whole) await this.#page(this.#cursor);
    });
  }

  /** What happened is shown at once; what it does not say is asked for when it rests. */
  event(event: Event): void {
    if (event.kind !== 'system' || !isSystem(event.message)) return;
    const { action, members, role } = event.message.body;
    if (action === 'left') this.drop([event.sender]);
    else if (action === 'removed') this.drop(members);
    else if (action === 'role' && role !== null) for (const id of members) this.promote(id, role);
    else if (action !== 'added' && action !== 'joined') return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.load(), REST_MS);
  }

  drop(ids: readonly string[]): void {
    this.members = this.members.filter(({ person }) => !ids.includes(person.id));
    this.invited = this.invited.filter(({ person }) => !ids.includes(person.id));
  }

  promote(id: string, role: Role): void {
    this.members = this.members.map((member) => (member.person.id === id ? { ...member, role } : member));
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** One question at a time, so that pages are not doubled. */
  #ask(question: () => Promise<void>): Promise<void> {
    const before = this.#asking ?? Promise.resolve();
    const asked: Promise<void> = before.then(question).catch((problem: unknown) => this.#failed(problem));
    this.#asking = asked;
    return asked;
  }

  #failed(problem: unknown): void {
    this.problem = problem;
    if (this.members.length === 0) this.state = 'failed';
  }

  async #pages(least: number): Promise<void> {
    if (this.state !== 'ready') this.state = 'loading';
    await this.#page(null);
    while (this.members.length < least && !this.whole) await this.#page(this.#cursor);
  }

  async #page(cursor: string | null): Promise<void> {
    const page = await fetchMembers(this.id, cursor);
    persons.learn(page.members.map(({ person }) => person));
    this.members = cursor === null ? page.members : [...this.members, ...page.members];
    if (cursor === null) this.invited = page.invited;
    this.#cursor = page.next_cursor;
    this.whole = page.next_cursor === null;
    this.state = 'ready';
  }
}

/** The lists that were looked at. */
class MemberLists {
  #lists = new Map<string, MemberList>();

  of(id: string): MemberList {
    const list = this.#lists.get(id) ?? new MemberList(id);
    this.#lists.set(id, list);
    return list;
  }

  event(event: Event): void {
    this.#lists.get(event.conversation_id)?.event(event);
  }

  clear(): void {
    for (const list of this.#lists.values()) list.stop();
    this.#lists.clear();
  }
}

export const members = new MemberLists();
