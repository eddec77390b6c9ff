"""Statements on cards. They stand in messages, of which this module only reads."""

from uuid import UUID

from paperplane.core.db import Tx
from paperplane.posts.cards.types import HolderRow, SeenRow
from paperplane.relations.queries import FACTS

# Who can read the message `m`, which is a card.
READERS = """
join members v on v.conversation_id = m.conversation_id and m.seq > v.from_seq and m.seq <= coalesce(v.to_seq, 9223372036854775807)
where m.body ->> 'type' = 'card' and (m.expires_at is null or m.expires_at > now())"""


async def seen(tx: Tx, viewers: list[UUID], posts: list[UUID]) -> list[SeenRow]:
    """What decides whether each of the viewers sees their post, in one statement for a batch of senders."""
    return await tx.all(SeenRow, f"""
select w.viewer as viewer_id, p.id as post_id, a.id, {FACTS.replace("$1", "w.viewer")},
  exists (select from close_friends where owner_id = a.id and friend_id = w.viewer) as close_to_them,
  p.audience, p.state, p.deleted_at is not null as deleted
from unnest($1::uuid[], $2::uuid[]) w (viewer, post) join posts p on p.id = w.post join accounts a on a.id = p.author_id""",  # noqa: S608
                        viewers, posts)


async def holders(tx: Tx, post: UUID) -> list[UUID]:
    """Who can read a card of it anywhere, and is not kept from its author: a block and its end are told apart (`held_between`)."""
    rows = await tx.rows(f"""
select distinct v.account_id from messages m {READERS} and m.body ->> 'post_id' = $1::uuid::text
and not exists (select from posts p join blocks b
  on (b.blocker_id, b.blocked_id) in ((p.author_id, v.account_id), (v.account_id, p.author_id)) where p.id = $1)""", post)  # noqa: S608
    return [row["account_id"] for row in rows]


async def held_between(tx: Tx, one: UUID, other: UUID) -> list[HolderRow]:
    """Which posts of either the other can read a card of."""
    return await tx.all(HolderRow, f"""
select distinct v.account_id, p.id as post_id
from posts p join messages m on m.body ->> 'post_id' = p.id::text {READERS}
  and p.author_id in ($1, $2) and v.account_id in ($1, $2) and v.account_id <> p.author_id and p.deleted_at is null""",  # noqa: S608
                        one, other)
