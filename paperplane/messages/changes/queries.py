"""Statements on what becomes of messages. The conversation is locked by who changes them."""

from datetime import datetime
from uuid import UUID

from paperplane.core.db import Tx
from paperplane.messages.bodies.types import Body
from paperplane.messages.changes.types import Target, Version


async def target(tx: Tx, viewer: UUID, conversation: UUID, seq: int) -> Target | None:
    """The message, where the viewer may read it and is not out again."""
    return await tx.one(Target, """
select m.seq, e.sender, s.role as sender_role, m.body, e.sent_at, m.gone_at, m.expires_at, m.closed_at,
       m.pinned_at is not null as pinned, now() as at
from members v join messages m on m.conversation_id = v.conversation_id and m.seq = $3
join events e on e.conversation_id = m.conversation_id and e.seq = m.seq
left join members s on s.conversation_id = e.conversation_id and s.account_id = e.sender and s.to_seq is null
where v.account_id = $1 and v.conversation_id = $2 and m.seq > v.from_seq and v.to_seq is null""", viewer, conversation, seq)


async def edit(tx: Tx, conversation: UUID, seq: int, body: Body, at: datetime) -> None:
    """Say something else, and keep what was said."""
    await tx.do("""
with before as (
  insert into edits (conversation_id, seq, until, body) select conversation_id, seq, $4, body from messages
  where conversation_id = $1 and seq = $2 on conflict do nothing
)
update messages set body = $3, edited_at = $4 where conversation_id = $1 and seq = $2""", conversation, seq, body, at)


async def rename(tx: Tx, conversation: UUID, seq: int, named: list[UUID | None]) -> None:
    """Who is named in it now. Whoever was named before is not called again."""
    await tx.do("""
with gone as (
  delete from mentions where conversation_id = $1 and seq = $2 and not (account_id = any($3) or account_id is null and $4)
)
insert into mentions (conversation_id, seq, n, account_id)
select $1, $2, e.n, t.id from events e, (select unnest($3::uuid[]) as id union all select null where $4) t
where e.conversation_id = $1 and e.seq = $2 and (t.id is null or exists (
  select from members m where m.conversation_id = $1 and m.account_id = t.id and m.to_seq is null)) on conflict do nothing""",
                conversation, seq, [one for one in named if one is not None], None in named)


async def edit_count(tx: Tx, conversation: UUID, seq: int) -> int:
    count: int = await tx.value("select count(*) from edits where conversation_id = $1 and seq = $2", conversation, seq)
    return count


async def versions(tx: Tx, conversation: UUID, seq: int) -> list[Version]:
    return await tx.all(Version, "select body, until from edits where conversation_id = $1 and seq = $2 order by until",
                        conversation, seq)


async def empty(tx: Tx, conversation: UUID, seqs: list[int]) -> None:
    """Forget what these messages said, and all that was said of them; their places in the log stay."""
    for table in ("edits", "reactions", "votes", "mentions"):
        await tx.do(f"delete from {table} where conversation_id = $1 and seq = any($2)", conversation, seqs)  # noqa: S608
    await tx.do("""
with said as (
  update events set detail = null where conversation_id = $1 and about = any($2) and kind in ('edited', 'reacted', 'pinned', 'voted')
)
update messages set body = null, edited_at = null, pinned_at = null, closed_at = null, touched = false, viewed = null
where conversation_id = $1 and seq = any($2)""", conversation, seqs)


async def set_gone(tx: Tx, conversation: UUID, seqs: list[int], by: UUID, *, quiet: bool) -> None:
    await tx.do("""
update messages set gone_at = now(), gone_by = $3, quiet = $4 where conversation_id = $1 and seq = any($2) and gone_at is null""",
                conversation, seqs, by, quiet)


async def react(tx: Tx, conversation: UUID, seq: int, account: UUID, emoji: str, *, on: bool) -> None:
    if on:
        await tx.do("""
with touched as (update messages set touched = true where conversation_id = $1 and seq = $2)
insert into reactions (conversation_id, seq, emoji, account_id) values ($1, $2, $4, $3) on conflict do nothing""",
                    conversation, seq, account, emoji)
    else:
        await tx.do("delete from reactions where conversation_id = $1 and seq = $2 and account_id = $3 and emoji = $4",
                    conversation, seq, account, emoji)


async def reaction_counts(tx: Tx, conversation: UUID, seq: int, account: UUID, emoji: str) -> tuple[int, int, int]:
    """How many chose this one, how many different ones there are, and how many are this account's."""
    row = (await tx.rows("""
select count(*) filter (where emoji = $4) as these, count(distinct emoji) as kinds, count(*) filter (where account_id = $3) as mine
from reactions where conversation_id = $1 and seq = $2""", conversation, seq, account, emoji))[0]
    return row["these"], row["kinds"], row["mine"]


async def reactors(tx: Tx, conversation: UUID, seq: int, each: int) -> list[tuple[str, int, list[UUID]]]:
    """(emoji, how many, the first `each` of them), the most chosen first."""
    rows = await tx.rows("""
select emoji, count(*), (array_agg(account_id order by created_at, account_id))[1:$3] as ids
from reactions where conversation_id = $1 and seq = $2 group by emoji order by count desc, emoji collate "C" """,
                         conversation, seq, each)
    return [(row["emoji"], row["count"], row["ids"]) for row in rows]


async def set_pinned(tx: Tx, conversation: UUID, seq: int, *, on: bool) -> None:
    await tx.do("""
update messages set pinned_at = case when $3 then coalesce(pinned_at, clock_timestamp()) end
where conversation_id = $1 and seq = $2""", conversation, seq, on)


async def pinned_count(tx: Tx, conversation: UUID) -> int:
    count: int = await tx.value(
        "select count(*) from messages where conversation_id = $1 and pinned_at is not null", conversation)
    return count


async def vote(tx: Tx, conversation: UUID, seq: int, account: UUID, choices: list[int]) -> None:
    if not choices:
        await tx.do("delete from votes where conversation_id = $1 and seq = $2 and account_id = $3", conversation, seq, account)
        return
    await tx.do("""
with touched as (update messages set touched = true where conversation_id = $1 and seq = $2)
insert into votes (conversation_id, seq, account_id, choices) values ($1, $2, $3, $4)
on conflict (conversation_id, seq, account_id) do update set choices = excluded.choices""", conversation, seq, account, choices)


async def vote_counts(tx: Tx, conversation: UUID, seq: int) -> tuple[dict[int, int], int]:
    """Votes a choice, and how many people voted."""
    rows = await tx.rows("""
select choice, count(*) from votes, unnest(choices) choice where conversation_id = $1 and seq = $2 group by choice""",
                         conversation, seq)
    voters: int = await tx.value("select count(*) from votes where conversation_id = $1 and seq = $2", conversation, seq)
    return {row["choice"]: row["count"] for row in rows}, voters


async def voters(tx: Tx, conversation: UUID, seq: int, each: int) -> dict[int, list[UUID]]:
    """For each choice the first `each` who chose it."""
    rows = await tx.rows("""
select choice, (array_agg(account_id order by created_at, account_id))[1:$3] as ids
from votes, unnest(choices) choice where conversation_id = $1 and seq = $2 group by choice""", conversation, seq, each)
    return {row["choice"]: row["ids"] for row in rows}


async def close(tx: Tx, conversation: UUID, seq: int) -> None:
    await tx.do("update messages set closed_at = now() where conversation_id = $1 and seq = $2", conversation, seq)
