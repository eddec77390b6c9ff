"""Statements on conversations and who is in them."""

from datetime import datetime
from uuid import UUID

from paperplane.core.db import Tx
from paperplane.messages.types import Head

BLOCKED = """
       exists (select from blocks b where b.blocker_id = m.account_id and b.blocked_id = o.account_id)
         or exists (select from blocks b where b.blocker_id = o.account_id and b.blocked_id = m.account_id)"""

# The facts that say what a member may send (rules.sending), from one membership `m` of a conversation `c`.
FACTS = f"""
       m.state, m.to_seq, o.account_id as other_id, o.state as other_state, a.birth_date as other_birth_date,
       exists (select from follows f where f.follower_id = m.account_id and f.followee_id = o.account_id)
         and exists (select from follows f where f.follower_id = o.account_id and f.followee_id = m.account_id)
         as friends,
       {BLOCKED} as blocked,
       exists (select from reaches r where r.minor_id = o.account_id and r.adult_id = m.account_id) as door_open"""  # noqa: S608

OTHER = """
left join lateral (
  select * from members o where c.kind = 'direct' and o.conversation_id = c.id and o.account_id <> m.account_id
  offset 0) o on true
left join lateral (select birth_date, display_name from accounts a where a.id = o.account_id offset 0) a on true"""

HEADS = f"""
select c.id, c.kind, c.title, c.last_seq, c.last_n, c.active_at, c.created_at,
       m.read_seq, m.read_n, m.from_seq, coalesce(o.delivered_seq, 0) as other_delivered_seq,
       coalesce(o.receipt_seq, 0) as other_receipt_seq, a.display_name as other_name, {FACTS}
from members m join conversations c on c.id = m.conversation_id {OTHER}
where m.account_id = $1 """  # noqa: S608


async def head(tx: Tx, viewer: UUID, conversation: UUID) -> Head | None:
    return await tx.one(Head, HEADS + "and m.conversation_id = $2", viewer, conversation)


async def inbox(tx: Tx, viewer: UUID, state: str, before: tuple[datetime, UUID] | None, limit: int) -> list[Head]:
    """Newest first; `before` is the sort key (active_at, id) to continue after."""
    at, last = before or (None, None)
    return await tx.all(Head, HEADS + """
and m.state = $2 and c.last_n > 0
and ($3::timestamptz is null or (c.active_at, c.id) < ($3, $4))
order by c.active_at desc, c.id desc limit $5""", viewer, state, at, last, limit)


async def changed(tx: Tx, viewer: UUID, since: datetime | None, limit: int) -> list[Head]:
    """Heads with an event, a mark of mine, or (in a direct one) a public mark of the other's since then; newest first.

    What the other does with a request, and what they do after a block, changes nothing that I may know of.
    """
    return await tx.all(Head, HEADS + f"""
and c.last_n > 0
and ($2::timestamptz is null or c.changed_at > $2 or m.changed_at > $2
     or o.changed_at > $2 and o.state = 'accepted' and not ({BLOCKED}))
order by c.active_at desc, c.id desc limit $3""", viewer, since, limit)


async def unread_count(tx: Tx, viewer: UUID) -> int:
    count: int = await tx.value("""
select count(*) from members m join conversations c on c.id = m.conversation_id
where m.account_id = $1 and m.state = 'accepted' and c.last_n > m.read_n""", viewer)
    return count


async def request_count(tx: Tx, viewer: UUID) -> int:
    """Message requests and follow requests that wait for an answer."""
    count: int = await tx.value("""
select (select count(*) from members m join conversations c on c.id = m.conversation_id
        where m.account_id = $1 and m.state = 'request' and c.last_n > 0)
     + (select count(*) from follow_requests where followee_id = $1 and not ignored)""", viewer)
    return count


async def direct_between(tx: Tx, one: UUID, other: UUID) -> UUID | None:
    found: UUID | None = await tx.value(
        "select conversation_id from direct_conversations where low_id = $1 and high_id = $2",
        min(one, other), max(one, other))
    return found


async def insert_direct(tx: Tx, conversation: UUID, creator: UUID, other: UUID) -> bool:
    """False when somebody was quicker: there is one already."""
    return await tx.do("""
insert into direct_conversations (low_id, high_id, conversation_id) values ($1, $2, $3) on conflict do nothing""",
                       min(creator, other), max(creator, other), conversation) == 1


async def insert_conversation(tx: Tx, conversation: UUID, kind: str, creator: UUID) -> None:
    await tx.do("insert into conversations (id, kind, created_by) values ($1, $2, $3)", conversation, kind, creator)


async def delete_conversation(tx: Tx, conversation: UUID) -> None:
    """One that was made in this transaction, and that nobody has seen."""
    await tx.do("delete from conversations where id = $1", conversation)


async def insert_members(tx: Tx, conversation: UUID, members: list[tuple[UUID, str]]) -> None:
    """Members as (account, state)."""
    await tx.do("""
insert into members (conversation_id, account_id, state) select $1, * from unnest($2::uuid[], $3::text[])""",
                conversation, [account for account, _ in members], [state for _, state in members])


async def lock(tx: Tx, conversation: UUID) -> None:
    await tx.do("select from conversations where id = $1 for update", conversation)


async def set_state(tx: Tx, conversation: UUID, account: UUID, state: str) -> None:
    await tx.do("""
update members set state = $3, changed_at = now() where conversation_id = $1 and account_id = $2""",
                conversation, account, state)


async def request_from(tx: Tx, account: UUID, other: UUID) -> UUID | None:
    """The direct conversation that stands in account's Requests, or was ignored, with this other; none after a block."""
    found: UUID | None = await tx.value("""
select m.conversation_id from direct_conversations d
join members m on m.conversation_id = d.conversation_id and m.account_id = $1
where d.low_id = $2 and d.high_id = $3 and m.state <> 'accepted' and not exists (
  select from blocks b where (b.blocker_id, b.blocked_id) in (($2, $3), ($3, $2)))""", account, min(account, other), max(account, other))
    return found


async def member_ids(tx: Tx, conversation: UUID) -> list[UUID]:
    """Who is in it now."""
    rows = await tx.rows(
        "select account_id from members where conversation_id = $1 and to_seq is null", conversation)
    return [row["account_id"] for row in rows]
