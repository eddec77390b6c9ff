import { expect, test } from 'vitest';
import { asks, counts, merged, stateOf, unmuted, withEvent, withRead, withReceipt } from './heads.ts';
import { accepted, ANA, CHIDI, head, message, said } from './samples.ts';

test('a message from the other side is unread until it is read', () => {
  const after = withEvent(head(), said(4), ANA);
  expect(after).toMatchObject({ last_seq: 4, last_n: 4, unread: 1, last_message: { seq: 4 } });
  expect(withRead(after, 4, 4).unread).toBe(0);
});

test('my own message reads everything before it', () => {
  const unread = withEvent(head(), said(4), ANA);
  expect(withEvent(unread, said(5, ANA), ANA)).toMatchObject({ unread: 0, read_seq: 5 });
});

test('the same event again changes nothing', () => {
  const after = withEvent(head(), said(4), ANA);
  expect(withEvent(after, said(4), ANA)).toBe(after);
});

test('an event that does not count leaves the number of unread alone', () => {
  const after = withEvent(head({ state: 'pending' }), accepted(4), ANA);
  expect(after).toMatchObject({ last_seq: 4, last_n: 3, unread: 0, state: 'accepted' });
  expect(after.last_message?.seq).toBe(3);
});

test('the one text to a stranger is spent when it is sent, and an answer is not', () => {
  const stranger = head({ state: 'pending', sending: 'one_text', last_seq: 0, last_n: 0 });
  expect(withEvent(stranger, said(1, ANA), ANA).sending).toBe('waiting');
  expect(withEvent(stranger, said(1), ANA).sending).toBe('one_text');
});

test('a read mark never goes back', () => {
  expect(withRead(head(), 1, 1)).toMatchObject({ read_seq: 3, read_n: 3 });
});

test('receipts only grow, and are kept for each person', () => {
  const once = withReceipt(head(), { account_id: CHIDI, delivered_seq: 3, read_seq: 2 });
  const late = withReceipt(once, { account_id: CHIDI, delivered_seq: 1, read_seq: 1 });
  expect(late.marks).toEqual([{ account_id: CHIDI, delivered_seq: 3, read_seq: 2 }]);
});

test('what somebody has read and does not show is not known by what they write, nor by what was known before', () => {
  const hidden = head({ state: 'accepted', marks: [{ account_id: CHIDI, delivered_seq: 3, read_seq: null }] });
  const spoken = withEvent(hidden, said(4), ANA);
  expect(spoken.marks).toEqual([{ account_id: CHIDI, delivered_seq: 4, read_seq: null }]);
  expect(stateOf({ seq: 4 }, spoken.marks)).toBe('delivered');
  const shown = withReceipt(head(), { account_id: CHIDI, delivered_seq: 3, read_seq: 2 });
  expect(withReceipt(shown, { account_id: CHIDI, delivered_seq: 4, read_seq: null }).marks[0]).toMatchObject({ delivered_seq: 4, read_seq: null });
  expect(merged(shown, hidden).marks).toEqual(hidden.marks);
  expect(merged(hidden, shown).marks).toEqual(shown.marks);
});

test('a head that was fetched before a message was pushed does not take the message back', () => {
  const pushed = withEvent(head(), said(4), ANA);
  const stale = head({ state: 'accepted', sending: 'closed' });
  expect(merged(pushed, stale)).toMatchObject({ last_seq: 4, unread: 1, last_message: { seq: 4 }, sending: 'closed' });
});

test('a head that knows of more wins', () => {
  const fetched = head({ last_seq: 9, last_n: 9, last_message: message(9), unread: 6 });
  expect(merged(head(), fetched)).toMatchObject({ last_seq: 9, unread: 6 });
});

test('what was read here stays read although the server does not know it yet', () => {
  const fetched = head({ last_seq: 5, last_n: 5, read_seq: 3, read_n: 3, unread: 2 });
  expect(merged(withRead(fetched, 5, 5), fetched).unread).toBe(0);
});

test('the badge counts what waits, and nothing that was muted or put away', () => {
  const unread = head({ last_n: 4, unread: 1 });
  expect(counts(unread)).toBe(true);
  expect(counts(head({ marked_unread: true }))).toBe(true);
  expect(counts(head())).toBe(false);
  for (const aside of [{ muted_until: '2030-01-01T00:00:00Z' }, { archived: true }, { state: 'request' as const }]) {
    expect(counts({ ...unread, ...aside })).toBe(false);
  }
  expect(counts(unmuted({ ...unread, muted_until: '2020-01-01T00:00:00Z' }))).toBe(true);
  expect(asks(head({ state: 'request' }))).toBe(true);
  expect(asks(head({ state: 'ignored' }))).toBe(false);
});

test('an archived conversation comes back with its next message, unless it is muted', () => {
  const away = head({ archived: true });
  expect(withEvent(away, said(4), ANA).archived).toBe(false);
  expect(withEvent(away, said(4, ANA), ANA).archived).toBe(false);
  expect(withEvent(away, accepted(4), ANA).archived).toBe(true);
  expect(withEvent({ ...away, muted_until: '2030-01-01T00:00:00Z' }, said(4), ANA).archived).toBe(true);
});

test('a head from before the message that brought it back does not put it away again', () => {
  const back = withEvent(head({ archived: true }), said(4), ANA);
  expect(merged(back, head({ archived: true })).archived).toBe(false);
  expect(merged(head(), head({ archived: true })).archived).toBe(true);
});

test('read and delivered are said only when they are true of everybody', () => {
  const marks = [
    { account_id: CHIDI, delivered_seq: 5, read_seq: 4 },
    { account_id: 'fatou', delivered_seq: 4, read_seq: 1 }
  ];
  expect(stateOf({ seq: 1 }, marks)).toBe('read');
  expect(stateOf({ seq: 4 }, marks)).toBe('delivered');
  expect(stateOf({ seq: 5 }, marks)).toBe('sent');
  expect(stateOf({ seq: 1 }, [])).toBe('sent');
});
