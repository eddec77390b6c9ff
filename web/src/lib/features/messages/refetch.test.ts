import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Conversation, Event, Marks, Message } from '#lib/api/types.ts';
import { applyAll, EMPTY } from './fold.ts';
import { merged, withEvent } from './heads.ts';
import { leavesUnsaid } from './membership.ts';

/**
 * What a server told: a head, what happened then, and the head that was fetched after it; and the whole log so far
 * (`log`, above `from_seq`) with the messages it comes to. tests/messages/test_refetch.py writes it.
 */
type Told = { step: string; viewer: string; before: Conversation; events: Event[]; after: Conversation; log: Event[]; messages: Message[] };

const path = process.env['PAPERPLANE_TOLD'];
const told: Told[] = path ? (JSON.parse(readFileSync(path, 'utf8')) as Told[]) : [];

const byId = (head: Conversation) => ({ ...head, marks: head.marks.toSorted((a, b) => (a.account_id < b.account_id ? -1 : 1)) });
/** What is left out is as it usually is. */
const whole = (message: Message) => ({ edited_at: null, pinned: false, closed_at: null, reactions: [], votes: null, preview: null, ...message });

describe.runIf(told.length > 0)('what a server told', () => {
  test.each(told.map((one) => [one.step, one] as const))('%s', (_, { viewer, before, events, after, log, messages }) => {
    let head = before;
    let unsaid = false;
    for (const event of events) {
      unsaid ||= leavesUnsaid(event, head, viewer);
      head = withEvent(head, event, viewer);
    }
    // Where the events do not say all, the server is asked; until it answers, what they do say must be right already.
    if (unsaid) head = { ...head, picture: after.picture, faces: after.faces, title: after.title, mentioned: after.mentioned };
    const shown = (mark: Marks) => mark.read_seq ?? after.marks.find((other) => other.account_id === mark.account_id)?.read_seq ?? null;
    if (unsaid) head = { ...head, marks: head.marks.map((mark) => ({ ...mark, read_seq: shown(mark) })) };
    if (unsaid && events.some(({ kind }) => kind === 'unsent' || kind === 'swept')) head = { ...head, last_message: after.last_message };
    const last = (one: Conversation) => ({ ...byId(one), last_message: one.last_message && whole(one.last_message) });
    expect(last(head)).toEqual(last(after));
    expect(last(merged(head, after))).toEqual(last(after));
    const begun = { ...EMPTY, last_seq: after.from_seq, base_seq: after.from_seq };
    expect(applyAll(begun, log, viewer).messages.map(whole)).toEqual(messages.map(whole));
  });
});
