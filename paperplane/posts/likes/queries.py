"""Statements on likes: of posts and of comments, which are kept alike."""

from uuid import UUID

from paperplane.core.db import Tx
from paperplane.posts.likes.types import Likeable
from paperplane.profiles.types import ListedRow, Place
from paperplane.relations.queries import FACTS


async def like(tx: Tx, kind: Likeable, account: UUID, what: UUID) -> bool:
    """False where they did before."""
    return await tx.do(f"insert into {kind}_likes ({kind}_id, account_id) values ($2, $1) on conflict do nothing", account, what) == 1  # noqa: S608


async def unlike(tx: Tx, kind: Likeable, account: UUID, what: UUID) -> bool:
    """False where they did not."""
    return await tx.do(f"delete from {kind}_likes where {kind}_id = $2 and account_id = $1", account, what) == 1  # noqa: S608


async def people(tx: Tx, kind: Likeable, viewer: UUID, what: UUID, after: Place | None, limit: int) -> list[ListedRow]:
    """Who likes it, the newest first."""
    return await tx.all(ListedRow, f"""
select a.id, a.handle, a.display_name, a.avatar_id, l.created_at as at, {FACTS}
from {kind}_likes l join accounts a on a.id = l.account_id
where l.{kind}_id = $2 and ($3::timestamptz is null or (l.created_at, l.account_id) < ($3, $4))
order by l.created_at desc, l.account_id desc limit $5""",  # noqa: S608
                        viewer, what, after and after.at, after and after.id, limit)
