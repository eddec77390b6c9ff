"""Statements on the log and its fold."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from paperplane.core.db import Tx
from paperplane.messages.events.types import (
    AcceptedEvent,
    Body,
    Event,
    Message,
    MessageEvent,
    SystemBody,
    SystemEvent,
)
from paperplane.messages.queries import FACTS, OTHER

# `offset 0` keeps Postgres at one index look-up a row: without statistics (new tables, a restored backup) it would
# rather join and sort a whole conversation, at a hundred times the cost. Bounds are coalesced for the same reason.
MESSAGE = """
  select e.id, e.client_id, e.conversation_id, e.seq, e.n, e.sender, m.body, e.sent_at
  from messages m cross join lateral (
    select * from events e where e.conversation_id = m.conversation_id and e.seq = m.seq offset 0) e
  where m.conversation_id = v.conversation_id
    and m.seq > v.from_seq and m.seq <= coalesce(v.to_seq, 9223372036854775807)"""


async def page_before(tx: Tx, viewer: UUID, conversation: UUID, before: int | None, limit: int) -> list[Message]:
    """The newest messages, or those before a seq; descending."""
    rows = await tx.rows(f"""
select l.* from members v cross join lateral ({MESSAGE}
    and m.seq < coalesce($3::bigint, 9223372036854775807)
  order by m.conversation_id desc, m.seq desc limit $4) l
where v.account_id = $1 and v.conversation_id = $2""", viewer, conversation, before, limit)  # noqa: S608
    return [_message(row) for row in rows]


async def page_after(tx: Tx, viewer: UUID, conversation: UUID, after: int, limit: int) -> list[Message]:
    """Those above a seq; ascending."""
    rows = await tx.rows(f"""
select l.* from members v cross join lateral ({MESSAGE} and m.seq > $3
  order by m.conversation_id, m.seq limit $4) l
where v.account_id = $1 and v.conversation_id = $2""", viewer, conversation, after, limit)  # noqa: S608
    return [_message(row) for row in rows]


async def last_messages(tx: Tx, viewer: UUID, conversations: Sequence[UUID]) -> dict[UUID, Message]:
    """The newest message of each that the viewer may read."""
    rows = await tx.rows(f"""
select l.* from unnest($2::uuid[]) c (id)
join members v on v.conversation_id = c.id and v.account_id = $1
cross join lateral ({MESSAGE} order by m.conversation_id desc, m.seq desc limit 1) l""",  # noqa: S608
                         viewer, conversations)
    return {row["conversation_id"]: _message(row) for row in rows}


async def log_after(tx: Tx, viewer: UUID, conversation: UUID, after: int, limit: int) -> list[Event]:
    """The events above a seq that the viewer may read; ascending."""
    rows = await tx.rows("""
select l.* from members v cross join lateral (
  select e.kind, e.conversation_id, e.seq, e.id, e.n, e.sender, e.client_id, e.sent_at, m.body
  from events e left join lateral (
    select body from messages m where m.conversation_id = e.conversation_id and m.seq = e.seq offset 0) m on true
  where e.conversation_id = v.conversation_id and e.seq > $3
    and e.seq > v.from_seq and e.seq <= coalesce(v.to_seq, 9223372036854775807)
  order by e.conversation_id, e.seq limit $4) l
where v.account_id = $1 and v.conversation_id = $2""", viewer, conversation, after, limit)
    return [_event(row) for row in rows]


def _message(row: asyncpg.Record) -> Message:
    """Built straight from its columns: a page is fifty of them, and the most asked for."""
    return Message(row["id"], row["client_id"], row["conversation_id"], row["seq"], row["n"], row["sender"],
                   None if row["body"] is None else msgspec.convert(row["body"], Body), row["sent_at"])


def _event(row: asyncpg.Record) -> Event:
    common = {k: v for k, v in row.items() if k not in ("kind", "body", "n")}
    match row["kind"]:
        case "accepted":
            return AcceptedEvent(**common)
        case "system":
            return SystemEvent(**common, message=_message(row))
        case _:
            return MessageEvent(**common, n=row["n"], message=_message(row))


async def facts(tx: Tx, conversations: list[UUID], viewers: list[UUID], client_ids: list[UUID]) -> list[asyncpg.Record]:
    """For each (conversation, viewer, client id) by its place `ord`: what decides it, and an earlier try's answer.

    A conversation that the viewer is not in has no row. `at` is the time; whom a group tells is asked by audiences,
    where it has changed since `members_seq`.
    """
    return await tx.rows(f"""
select p.ord, c.kind, c.last_seq, c.last_n, c.members_seq, now() as at, {FACTS},
       exists (select from reaches r where r.minor_id = m.account_id and r.adult_id = o.account_id) as door_mine,
       e.seq as known_seq, e.n as known_n, e.id as known_id, e.sent_at as known_sent_at
from unnest($1::uuid[], $2::uuid[], $3::uuid[]) with ordinality p (conversation_id, account_id, client_id, ord)
cross join lateral (select * from conversations c where c.id = p.conversation_id offset 0) c
cross join lateral (
  select * from members m where m.conversation_id = p.conversation_id and m.account_id = p.account_id offset 0) m {OTHER}
left join lateral (
  select * from events e where e.conversation_id = p.conversation_id and e.sender = p.account_id
    and e.client_id = p.client_id offset 0) e on true
order by p.ord""", conversations, viewers, client_ids)  # noqa: S608


async def audiences(tx: Tx, conversations: list[UUID]) -> list[asyncpg.Record]:
    """Who is told what happens in a group, as of its `members_seq`."""
    return await tx.rows("""
select c.id, c.members_seq, array(
  select m.account_id from members m where m.conversation_id = c.id and m.to_seq is null) as to_ids
from conversations c where c.id = any($1)""", conversations)


Row = tuple[UUID, int, UUID, int, UUID, UUID, str]


async def append_messages(tx: Tx, rows: list[Row], at: datetime, expected: dict[UUID, int]) -> bool:
    """Write numbered messages: (conversation, seq, id, n, sender, client id, body as JSON), all or none.

    Locks their conversations in id order (unordered, two processes deadlock). False, and nothing is written, where
    one has moved on from the `expected` last seq. Each sender's own mark moves with what they said.
    """
    return await tx.do("""
with locked as (
  select c.id from unnest($9::uuid[], $10::bigint[]) as e (id, last_seq)
  join conversations c on c.id = e.id and c.last_seq = e.last_seq order by c.id for update of c
), item as (
  select * from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::bigint[], $5::uuid[], $6::uuid[], $7::text[])
    as t (conversation_id, seq, id, n, sender, client_id, body)
  where (select count(*) from locked) = cardinality($9)
), head as (
  update conversations c set last_seq = l.seq, last_n = l.n, active_at = $8, changed_at = now()
  from (select conversation_id, max(seq) as seq, max(n) as n from item group by 1) l where c.id = l.conversation_id
), log as (
  insert into events (conversation_id, seq, id, kind, n, sender, client_id, sent_at)
  select conversation_id, seq, id, 'message', n, sender, client_id, $8 from item
), fold as (
  insert into messages (conversation_id, seq, body) select conversation_id, seq, body::jsonb from item
), mine as (
  select m.conversation_id, m.account_id, s.seq, s.n
  from (select conversation_id, sender, max(seq) as seq, max(n) as n from item group by 1, 2) s
  join members m on m.conversation_id = s.conversation_id and m.account_id = s.sender
  order by m.conversation_id, m.account_id for update of m
)
update members m set read_seq = mine.seq, read_n = mine.n, receipt_seq = mine.seq, delivered_seq = mine.seq,
  state = 'accepted', marked_unread = false, changed_at = now()
from mine where m.conversation_id = mine.conversation_id and m.account_id = mine.account_id""",
                       *map(list, zip(*rows, strict=True)), at, list(expected), list(expected.values())) > 0


async def append_event(tx: Tx, conversation: UUID, kind: str, event: UUID, sender: UUID, client_id: UUID,
                       body: SystemBody | None = None, *, members_change: bool = False) -> tuple[int, datetime]:
    """Write an event that does not count as unread; its seq and time. The conversation is locked.

    `members_change`: who is told from now on is not who was told before.
    """
    row = await tx.rows("""
with head as (
  update conversations set last_seq = last_seq + 1, changed_at = now(),
    members_seq = case when $7 then last_seq + 1 else members_seq end
  where id = $1 returning last_seq
), fold as (
  insert into messages (conversation_id, seq, body) select $1, last_seq, $6 from head where $6::jsonb is not null
)
insert into events (conversation_id, seq, id, kind, sender, client_id, sent_at)
select $1, last_seq, $3, $2, $4, $5, now() from head returning seq, sent_at""",
                        conversation, kind, event, sender, client_id, body, members_change)
    return row[0]["seq"], row[0]["sent_at"]


async def ids_after(tx: Tx, viewer: UUID, windows: list[tuple[UUID, int, int]]) -> list[asyncpg.Record]:
    """For each (conversation, above, up to): how far the viewer may read (`last_seq`), and the (`seqs`, `ids`) of its log there."""
    return await tx.rows("""
select w.id, coalesce(v.to_seq, c.last_seq) as last_seq, l.seqs, l.ids
from unnest($2::uuid[], $3::bigint[], $4::bigint[]) w (id, above, upto)
join members v on v.conversation_id = w.id and v.account_id = $1 join conversations c on c.id = w.id
cross join lateral (
  select coalesce(array_agg(e.seq order by e.seq), '{}') as seqs, coalesce(array_agg(e.id order by e.seq), '{}') as ids
  from events e where e.conversation_id = w.id and e.seq > w.above and e.seq <= w.upto
    and e.seq > v.from_seq and e.seq <= coalesce(v.to_seq, 9223372036854775807)) l""",
                         viewer, *map(list, zip(*windows, strict=True)))


async def redate(tx: Tx, conversation: UUID, times: list[tuple[int, datetime]]) -> None:
    """Say that events, by their seq and rising, happened at other times: for a log that comes from elsewhere."""
    seqs, at = [seq for seq, _ in times], [at for _, at in times]
    await tx.do("""
with told as (
  update events e set sent_at = t.at from unnest($2::bigint[], $3::timestamptz[]) t (seq, at)
  where e.conversation_id = $1 and e.seq = t.seq
), come as (
  update members set joined_at = ($3::timestamptz[])[1] where conversation_id = $1
)
update conversations set created_at = ($3::timestamptz[])[1], active_at = ($3::timestamptz[])[array_length($3, 1)]
where id = $1""", conversation, seqs, at)
