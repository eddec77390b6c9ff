import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Conversation, Event } from '#lib/api/types.ts';
import { merged, withEvent } from './heads.ts';
import { leavesUnsaid } from './membership.ts';

/** What a server told: a head, what happened then, and the head that was fetched after it. tests/messages/test_refetch.py writes it. */
type Told = { step: string; viewer: string; before: Conversation; events: Event[]; after: Conversation };

const path = process.env['PAPERPLANE_TOLD'];
const told: Told[] = path ? (JSON.parse(readFileSync(path, 'utf8')) as Told[]) : [];

const byId = (head: Conversation) => ({ ...head, marks: head.marks.toSorted((a, b) => (a.account_id < b.account_id ? -1 : 1)) });

describe.runIf(told.length > 0)('what a server told', () => {
  test.each(told.map((one) => [one.step, one] as const))('%s', (_, { viewer, before, events, after }) => {
    let head = before;
    let unsaid = false;
    for (const event of events) {
      unsaid ||= leavesUnsaid(event, head, viewer);
      head = withEvent(head, event, viewer);
    }
    // Where the events do not say all, the server is asked; until it answers, what they do say must be right already.
    if (unsaid) head = { ...head, picture: after.picture, faces: after.faces, title: after.title };
    expect(byId(head)).toEqual(byId(after));
    expect(byId(merged(head, after))).toEqual(byId(after));
  });
});
