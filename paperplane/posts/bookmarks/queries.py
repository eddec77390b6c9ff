"""Statements on bookmarks and collections."""

from uuid import UUID

from paperplane.core.db import Tx
from paperplane.posts.bookmarks.types import Collection
from paperplane.posts.queries import SHOWN, VISIBLE
from paperplane.posts.types import PostPlace, PostRow


async def collections(tx: Tx, account: UUID) -> list[Collection]:
    return await tx.all(Collection, "select id, name from collections where account_id = $1 order by created_at, id", account)


async def collection(tx: Tx, account: UUID, collection: UUID) -> Collection | None:
    """One of theirs."""
    return await tx.one(Collection, "select id, name from collections where account_id = $1 and id = $2 for key share", account, collection)


async def made_before(tx: Tx, account: UUID, client_id: UUID) -> Collection | None:
    return await tx.one(Collection, "select id, name from collections where account_id = $1 and client_id = $2", account, client_id)


async def insert(tx: Tx, collection: UUID, account: UUID, client_id: UUID, name: str) -> None:
    await tx.do("""
insert into collections (id, account_id, client_id, name) values ($1, $2, $3, $4)""", collection, account, client_id, name)


async def rename(tx: Tx, account: UUID, collection: UUID, name: str) -> Collection | None:
    return await tx.one(Collection, "update collections set name = $3 where account_id = $1 and id = $2 returning id, name", account, collection, name)


async def delete(tx: Tx, account: UUID, collection: UUID) -> bool:
    """What is in it stays bookmarked."""
    return await tx.do("delete from collections where account_id = $1 and id = $2", account, collection) == 1


async def save(tx: Tx, account: UUID, post: UUID, collection: UUID | None) -> None:
    await tx.do("""
insert into bookmarks (account_id, post_id, collection_id) values ($1, $2, $3)
on conflict (account_id, post_id) do update set collection_id = $3""", account, post, collection)


async def drop(tx: Tx, account: UUID, post: UUID) -> bool:
    return await tx.do("delete from bookmarks where account_id = $1 and post_id = $2", account, post) == 1


async def bookmarks(tx: Tx, viewer: UUID, collection: UUID | None, after: PostPlace | None, limit: int) -> list[PostRow]:
    """What the viewer keeps and may still see, the one kept last first."""
    return await tx.all(PostRow, f"""
select {SHOWN}, b.created_at as at from bookmarks b join posts p on p.id = b.post_id join accounts a on a.id = p.author_id
where b.account_id = $1 and ($2::uuid is null or b.collection_id = $2) and {VISIBLE}
  and ($3::timestamptz is null or (b.created_at, b.post_id) < ($3, $4))
order by b.created_at desc, b.post_id desc limit $5""",  # noqa: S608
                        viewer, collection, after and after.at, after and after.id, limit)
