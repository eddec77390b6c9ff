"""Statements of the send line: two a batch, and one more for what it forwards or shows, or for a group that has changed."""

from datetime import datetime
from uuid import UUID

import asyncpg

from paperplane.core.db import Tx
from paperplane.messages.bodies.types import Body, kept
from paperplane.messages.queries import FACTS, OTHER


async def facts(tx: Tx, conversations: list[UUID], viewers: list[UUID], client_ids: list[UUID]) -> list[asyncpg.Record]:
    """For each (conversation, viewer, client id) by its place `ord`: what decides it, and an earlier try's answer.

    A conversation that the viewer is not in has no row. `at` is the time; whom a group tells is asked by audiences,
    where it has changed since `members_seq`.
    """
    return await tx.rows(f"""
select p.ord, c.kind, c.last_seq, c.last_n, c.members_seq, c.timer_s, now() as at, {FACTS},
       exists (select from reaches r where r.minor_id = m.account_id and r.adult_id = o.account_id) as door_mine,
       e.seq as known_seq, e.n as known_n, e.id as known_id, e.sent_at as known_sent_at,
       case when e.seq is not null then (
         select expires_at from messages f where f.conversation_id = e.conversation_id and f.seq = e.seq) end as known_expires_at
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


Source = tuple[UUID, UUID, int]


async def sources(tx: Tx, asked: list[Source]) -> dict[Source, Body | None]:
    """What each (viewer, conversation, seq) says, of what the viewer may read and is not out of; None for everything else."""
    rows = await tx.rows("""
select m.body from unnest($1::uuid[], $2::uuid[], $3::bigint[]) with ordinality p (account_id, conversation_id, seq, ord)
left join members v on v.conversation_id = p.conversation_id and v.account_id = p.account_id and v.state = 'accepted'
  and p.seq > v.from_seq and v.to_seq is null
left join messages m on m.conversation_id = v.conversation_id and m.seq = p.seq
  and (m.expires_at is null or m.expires_at > now()) and not exists (
    select from hidden h where h.conversation_id = m.conversation_id and h.account_id = v.account_id and h.seq = m.seq)
order by p.ord""", *map(list, zip(*asked, strict=True)))
    return {one: kept(row["body"]) for one, row in zip(asked, rows, strict=True)}


Row = tuple[UUID, int, UUID, int, UUID, UUID, str, datetime | None]
# (conversation, seq, n, account; None: everybody)
Named = tuple[UUID, int, int, UUID | None]
# conversation, seq, and a medium that is shown there
Attached = tuple[UUID, int, UUID]


APPEND = """
with locked as (
  select c.id from unnest($14::uuid[], $15::bigint[]) as e (id, last_seq)
  join conversations c on c.id = e.id and c.last_seq = e.last_seq order by c.id for update of c
), {shown} item as (
  select * from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::bigint[], $5::uuid[], $6::uuid[], $7::text[], $8::timestamptz[])
    as t (conversation_id, seq, id, n, sender, client_id, body, expires_at)
  where {all_there}
), head as (
  update conversations c set last_seq = l.seq, last_n = l.n, active_at = $13, changed_at = now()
  from (select conversation_id, max(seq) as seq, max(n) as n from item group by 1) l where c.id = l.conversation_id
), log as (
  insert into events (conversation_id, seq, id, kind, n, sender, client_id, sent_at)
  select conversation_id, seq, id, 'message', n, sender, client_id, $13 from item
), fold as (
  insert into messages (conversation_id, seq, body, expires_at) select conversation_id, seq, body::jsonb, expires_at from item
), named as (
  insert into mentions (conversation_id, seq, n, account_id)
  select t.* from unnest($9::uuid[], $10::bigint[], $11::bigint[], $12::uuid[]) t (conversation_id, seq, n, account_id)
  where {all_there} and (t.account_id is null or exists (
    select from members m where m.conversation_id = t.conversation_id and m.account_id = t.account_id and m.to_seq is null))
  on conflict do nothing
), {attached} mine as (
  select m.conversation_id, m.account_id, s.seq, s.n
  from (select conversation_id, sender, max(seq) as seq, max(n) as n from item group by 1, 2) s
  join members m on m.conversation_id = s.conversation_id and m.account_id = s.sender
  order by m.conversation_id, m.account_id for update of m
)
update members m set read_seq = mine.seq, read_n = mine.n, receipt_seq = mine.seq, delivered_seq = mine.seq,
  state = 'accepted', marked_unread = false, changed_at = now()
from mine where m.conversation_id = mine.conversation_id and m.account_id = mine.account_id"""
LOCKED = "(select count(*) from locked) = cardinality($14)"
ALL_THERE = f"{LOCKED} and (select count(*) from shown) = $19"  # noqa: S608
# Nobody drops a medium while somebody begins to refer to it.
SHOWN = "shown as (select id from media where id = any($18) and state = 'ready' order by id for key share),"
ATTACHED = f"""attached as (
  insert into attachments (holder, place, media_id)
  select t.* from unnest($16::uuid[], $17::bigint[], $18::uuid[]) t (holder, place, media_id) where {ALL_THERE}
),"""  # noqa: S608
APPEND_WORDS = APPEND.format(shown="", attached="", all_there=LOCKED)
APPEND_MEDIA = APPEND.format(shown=SHOWN, attached=ATTACHED, all_there=ALL_THERE)


async def append_messages(tx: Tx, rows: list[Row], named: list[Named], attached: list[Attached], at: datetime,
                          expected: dict[UUID, int]) -> bool:
    """Write numbered messages: (conversation, seq, id, n, sender, client id, body as JSON, its end), all or none.

    Locks their conversations in id order (unordered, two processes deadlock). False, and nothing is written, where
    one has moved on from the `expected` last seq, or a medium is gone. Each sender's own mark moves with what they said.
    """
    given = [*map(list, zip(*rows, strict=True)), *([one[place] for one in named] for place in range(4)),
             at, list(expected), list(expected.values())]
    if not attached:
        return await tx.do(APPEND_WORDS, *given) > 0
    shown = [[one[place] for one in attached] for place in range(3)]
    return await tx.do(APPEND_MEDIA, *given, *shown, len(set(shown[2]))) > 0
