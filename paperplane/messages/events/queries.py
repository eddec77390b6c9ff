"""Statements on the log and its fold."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from msgspec.structs import replace

from paperplane.core.db import Tx
from paperplane.messages.bodies.types import PollBody, SystemBody, kept
from paperplane.messages.events.types import (
    NOBODY,
    AcceptedEvent,
    Appended,
    ClosedEvent,
    EditedEvent,
    Event,
    Message,
    MessageEvent,
    PinnedEvent,
    PreviewedEvent,
    ReactedEvent,
    Reaction,
    SweptEvent,
    SystemEvent,
    UnsentEvent,
    ViewedEvent,
    VotedEvent,
    Votes,
)
from paperplane.messages.past.queries import as_they_were
from paperplane.messages.previews.types import Preview

# What a message's row says; null where there is none, or where it has had its time.
FOLD = """case when m.expires_at <= now() then null else m.body end as body, m.expires_at, m.edited_at, m.gone_at, m.gone_by,
    m.quiet, m.pinned_at is not null as pinned, m.closed_at, m.touched, m.viewed,
    case when m.expires_at <= now() then null else m.preview end as preview"""
# `offset 0` keeps Postgres at one index look-up a row: without statistics (new tables, a restored backup) it would
# rather join and sort a whole conversation, at a hundred times the cost. Bounds are coalesced for the same reason.
STORED = f"""
  select e.id, e.client_id, e.conversation_id, e.seq, e.n, e.sender, e.sent_at, v.to_seq, {FOLD}
  from messages m cross join lateral (
    select * from events e where e.conversation_id = m.conversation_id and e.seq = m.seq offset 0) e
  where m.conversation_id = v.conversation_id
    and m.seq > v.from_seq and m.seq <= coalesce(v.to_seq, 9223372036854775807)"""  # noqa: S608
# Who has never hidden anything here need not be looked up for every message.
HIDDEN = """(v.hidings > 0 and exists (select from hidden h
  where h.conversation_id = v.conversation_id and h.account_id = v.account_id and h.seq = %s))"""
MESSAGE = STORED + f"and not m.quiet and (m.expires_at is null or m.expires_at > now()) and not {HIDDEN % 'm.seq'}"


async def page_before(tx: Tx, viewer: UUID, conversation: UUID, before: int | None, limit: int) -> list[Message]:
    """The newest messages, or those before a seq; descending."""
    rows = await tx.rows(f"""
select l.* from members v cross join lateral ({MESSAGE}
    and m.seq < coalesce($3::bigint, 9223372036854775807)
  order by m.conversation_id desc, m.seq desc limit $4) l
where v.account_id = $1 and v.conversation_id = $2""", viewer, conversation, before, limit)  # noqa: S608
    return await _messages(tx, viewer, rows)


async def page_after(tx: Tx, viewer: UUID, conversation: UUID, after: int, limit: int) -> list[Message]:
    """Those above a seq; ascending."""
    rows = await tx.rows(f"""
select l.* from members v cross join lateral ({MESSAGE} and m.seq > $3
  order by m.conversation_id, m.seq limit $4) l
where v.account_id = $1 and v.conversation_id = $2""", viewer, conversation, after, limit)  # noqa: S608
    return await _messages(tx, viewer, rows)


async def message(tx: Tx, viewer: UUID, conversation: UUID, seq: int) -> Message | None:
    """One message, even where pages leave it out."""
    rows = await tx.rows(f"""
select l.* from members v cross join lateral ({STORED} and m.seq = $3) l
where v.account_id = $1 and v.conversation_id = $2""", viewer, conversation, seq)  # noqa: S608
    return next(iter(await _messages(tx, viewer, rows)), None)


async def placed(tx: Tx, viewer: UUID, places: Sequence[tuple[UUID, int]]) -> list[Message]:
    """Those of these (conversation, seq) that the viewer may read; a conversation's ascending."""
    rows = await tx.rows(f"""
select l.* from unnest($2::uuid[], $3::bigint[]) p (conversation_id, seq)
join members v on v.conversation_id = p.conversation_id and v.account_id = $1
cross join lateral ({MESSAGE} and m.seq = p.seq) l order by l.conversation_id, l.seq""",  # noqa: S608
                         viewer, *map(list, zip(*places, strict=True)))
    return await _messages(tx, viewer, rows)


async def pinned_messages(tx: Tx, viewer: UUID, conversation: UUID) -> list[Message]:
    """The one pinned last first."""
    rows = await tx.rows(f"""
select l.* from members v cross join lateral ({MESSAGE} and m.pinned_at is not null order by m.pinned_at desc, m.seq desc) l
where v.account_id = $1 and v.conversation_id = $2""", viewer, conversation)  # noqa: S608
    return [one for one in await _messages(tx, viewer, rows) if one.pinned]


async def last_messages(tx: Tx, viewer: UUID, conversations: Sequence[UUID]) -> dict[UUID, Message]:
    """The newest message of each that the viewer may read."""
    rows = await tx.rows(f"""
select l.* from unnest($2::uuid[]) c (id)
join members v on v.conversation_id = c.id and v.account_id = $1
cross join lateral ({MESSAGE} order by m.conversation_id desc, m.seq desc limit 1) l""",  # noqa: S608
                         viewer, conversations)
    return {message.conversation_id: message for message in await _messages(tx, viewer, rows)}


async def log_after(tx: Tx, viewer: UUID, conversation: UUID, after: int, limit: int) -> list[Event]:
    """The events above a seq that the viewer may read; ascending."""
    rows = await tx.rows(f"""
select l.* from members v cross join lateral (
  select e.kind, e.conversation_id, e.seq, e.id, e.n, e.sender, e.client_id, e.sent_at, e.about, e.detail, v.to_seq,
         coalesce(e.about, e.seq) > v.from_seq as readable, {HIDDEN % "coalesce(e.about, e.seq)"} as hidden, {FOLD}
  from events e left join lateral (
    select * from messages m where m.conversation_id = e.conversation_id
      and m.seq = case when e.kind = 'edited' then e.about else e.seq end offset 0) m on true
  where e.conversation_id = v.conversation_id and e.seq > $3
    and e.seq > v.from_seq and e.seq <= coalesce(v.to_seq, 9223372036854775807)
  order by e.conversation_id, e.seq limit $4) l
where v.account_id = $1 and v.conversation_id = $2""", viewer, conversation, after, limit)  # noqa: S608
    events = [_event(row, viewer) for row in rows]
    left = next((row["to_seq"] for row in rows), None)
    return events if left is None else await _as_told(tx, viewer, events, left)


async def _as_told(tx: Tx, viewer: UUID, events: list[Event], upto: int) -> list[Event]:
    """The log of who has left: it says what its messages said up to then."""
    said = {event.seq: event.message for event in events if isinstance(event, MessageEvent)}
    said |= {event.seq: Message(event.id, event.client_id, event.conversation_id, event.about, None, event.sender, event.body, event.sent_at)
             for event in events if isinstance(event, EditedEvent)}
    were = dict(zip(said, await as_they_were(tx, viewer, [(one, upto) for one in said.values()]), strict=True))
    return [replace(event, message=were[event.seq]) if isinstance(event, MessageEvent)
            else replace(event, body=were[event.seq].body) if isinstance(event, EditedEvent) else event for event in events]


async def _messages(tx: Tx, viewer: UUID, rows: Sequence[asyncpg.Record]) -> list[Message]:
    """Rows as messages, for whoever has left as they were then."""
    messages = await _with_others(tx, viewer, rows)
    left = [(one, row["to_seq"]) for one, row in zip(messages, rows, strict=True) if row["to_seq"] is not None]
    if not left:
        return messages
    were = {(one.conversation_id, one.seq): one for one in await as_they_were(tx, viewer, left)}
    return [were.get((one.conversation_id, one.seq), one) for one in messages]


async def _with_others(tx: Tx, viewer: UUID, rows: Sequence[asyncpg.Record]) -> list[Message]:
    """What others did to them is asked for only where anybody did."""
    messages = [_message(row) for row in rows]
    touched = [(row["conversation_id"], row["seq"]) for row in rows if row["touched"]]
    if not touched:
        return messages
    said = {(row["conversation_id"], row["seq"]): row for row in await tx.rows("""
select t.*, r.reactions, v.counts, v.voters, v.mine
from unnest($2::uuid[], $3::bigint[]) t (conversation_id, seq)
cross join lateral (
  select coalesce(jsonb_agg(jsonb_build_object('emoji', emoji, 'count', count, 'mine', mine)
                            order by count desc, emoji collate "C"), '[]') as reactions
  from (select emoji, count(*), bool_or(account_id = $1) as mine from reactions r
        where r.conversation_id = t.conversation_id and r.seq = t.seq group by emoji) r) r
cross join lateral (
  select count(*) as voters, (array_agg(to_jsonb(choices)) filter (where account_id = $1))[1] as mine,
    (select coalesce(jsonb_object_agg(choice, count), '{}') from (
       select choice, count(*) from votes b, unnest(choices) choice
       where b.conversation_id = t.conversation_id and b.seq = t.seq group by choice) c) as counts
  from votes b where b.conversation_id = t.conversation_id and b.seq = t.seq) v""",
                                                                               viewer, *map(list, zip(*touched, strict=True)))}
    return [_touched(message, said.get((message.conversation_id, message.seq))) for message in messages]


def _touched(message: Message, row: asyncpg.Record | None) -> Message:
    if row is None:
        return message
    votes = None
    if row["voters"] and isinstance(message.body, PollBody):
        counts = [row["counts"].get(str(place), 0) for place in range(len(message.body.options))]
        votes = Votes(counts, row["voters"], row["mine"] or [])
    return replace(message, reactions=msgspec.convert(row["reactions"], list[Reaction]), votes=votes)


def _message(row: asyncpg.Record) -> Message:
    """Built straight from its columns: a page is fifty of them, and the most asked for."""
    return Message(row["id"], row["client_id"], row["conversation_id"], row["seq"], row["n"], row["sender"],
                   kept(row["body"]), row["sent_at"], row["expires_at"],
                   row["edited_at"], row["gone_at"], row["gone_by"], row["quiet"], row["pinned"], row["closed_at"],
                   preview=None if row["preview"] is None else msgspec.convert(row["preview"], Preview), viewed=row["viewed"] or [])


def _event(row: asyncpg.Record, viewer: UUID) -> Event:
    common: dict[str, Any] = {name: row[name] for name in ("conversation_id", "seq", "id", "sender", "client_id", "sent_at")}
    match row["kind"]:
        case "message":
            message = _message(row)
            # Of what the viewer has deleted for themselves, as of what was unsent at once, only the place is told.
            return MessageEvent(**common, n=row["n"], message=replace(message, body=None, quiet=True) if row["hidden"] else message)
        case "system":
            return SystemEvent(**common, n=row["n"], message=_message(row))
        case "accepted":
            return AcceptedEvent(**common)
        case kind:
            return changed(kind, {**common, "about": row["about"]}, row["detail"], row["body"], viewer,
                           readable=row["readable"] and not row["hidden"])


def changed(kind: str, common: dict[str, Any], detail: Any, body: Any, viewer: UUID | None, *, readable: bool) -> Event:
    """A change as the viewer is told of it. Of a message that is gone, or is from before they came, it says nothing."""
    if kind == "unsent":
        return UnsentEvent(**common, quiet=detail["quiet"])
    if not readable:
        detail = body = None
    match kind:
        case "edited":
            return EditedEvent(**common, body=kept(body))
        case "swept":
            return SweptEvent(**common)
        case "closed":
            return ClosedEvent(**common)
        case "pinned":
            return PinnedEvent(**common, on=bool(detail and detail["on"]))
        case "reacted":
            return ReactedEvent(**common, **(detail or {"emoji": None, "on": False, "count": 0}))
        case "previewed":
            return PreviewedEvent(**common, preview=None if detail is None else msgspec.convert(detail, Preview))
        case "viewed":
            return ViewedEvent(**common, expires_at=msgspec.convert(detail["expires_at"], datetime | None) if detail else None)
        case "voted":
            return _voted(common, detail, viewer)
    raise ValueError(kind)


def _voted(common: dict[str, Any], detail: Any, viewer: UUID | None) -> VotedEvent:
    if detail is None:
        return VotedEvent(**{**common, "sender": NOBODY}, counts=None, voters=0, choices=None)
    told = {"counts": detail["counts"], "voters": detail["voters"]}
    if detail["anonymous"] and common["sender"] != viewer:
        return VotedEvent(**{**common, "sender": NOBODY}, **told, choices=None)
    return VotedEvent(**common, **told, choices=detail["choices"])


async def append_event(tx: Tx, conversation: UUID, kind: str, event: UUID, sender: UUID, client_id: UUID,
                       body: SystemBody | None = None, *, about: int | None = None, detail: object = None,
                       members_change: bool = False) -> tuple[int, datetime]:
    """Write an event that does not count as unread; its seq and time. The conversation is locked.

    `members_change`: who is told from now on is not who was told before.
    """
    row = await tx.rows("""
with head as (
  update conversations set last_seq = last_seq + 1, changed_at = now(),
    members_seq = case when $9 then last_seq + 1 else members_seq end
  where id = $1 returning last_seq
), fold as (
  insert into messages (conversation_id, seq, body) select $1, last_seq, $6 from head where $6::jsonb is not null
)
insert into events (conversation_id, seq, id, kind, sender, client_id, sent_at, about, detail)
select $1, last_seq, $3, $2, $4, $5, now(), $7, $8::jsonb from head returning seq, sent_at""",
                        conversation, kind, event, sender, client_id, body, about, detail, members_change)
    return row[0]["seq"], row[0]["sent_at"]


async def known(tx: Tx, conversation: UUID, sender: UUID, client_id: UUID) -> Appended | None:
    """What an earlier try of the same wrote."""
    return await tx.one(Appended, """
select seq, n, id, sent_at, true as repeat from events where conversation_id = $1 and sender = $2 and client_id = $3""",
                        conversation, sender, client_id)


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
