"""Statements on who is in a post."""

from uuid import UUID

from paperplane.core.db import Tx
from paperplane.posts.people.types import LeftRow
from paperplane.posts.queries import SHOWN, VISIBLE
from paperplane.posts.types import PostPlace, PostRow, TaggedRow
from paperplane.relations.queries import FACTS


async def of(tx: Tx, viewer: UUID, posts: list[UUID]) -> list[TaggedRow]:
    return await tx.all(TaggedRow, f"""
select a.id, a.handle, a.display_name, a.avatar_id, {FACTS}, t.post_id, t.media_id, t.x, t.y, t.agreed, p.author_id = $1 as mine
from post_people t join posts p on p.id = t.post_id join accounts a on a.id = t.account_id
where t.post_id = any($2) order by t.created_at, t.account_id""", viewer, posts)  # noqa: S608


async def drop_others(tx: Tx, post: UUID, but: list[UUID]) -> list[UUID]:
    """Who was in it, and is not among these."""
    rows = await tx.rows("delete from post_people where post_id = $1 and account_id <> all($2) returning account_id", post, but)
    return [row["account_id"] for row in rows]


async def drop_absent(tx: Tx, post: UUID, media: list[UUID]) -> None:
    """Who was in a picture that is not in it any more."""
    await tx.do("delete from post_people where post_id = $1 and media_id <> all($2)", post, media)


async def name(tx: Tx, post: UUID, account: UUID, media: UUID, x: float, y: float, agreed: bool) -> bool:
    """True where they were not in it before."""
    new: bool = await tx.value("""
insert into post_people (post_id, account_id, media_id, x, y, agreed) values ($1, $2, $3, $4, $5, $6)
on conflict (post_id, account_id) do update set media_id = $3, x = $4, y = $5 returning xmax = 0""", post, account, media, x, y, agreed)
    return new


async def named(tx: Tx, post: UUID, account: UUID) -> bool:
    found: bool = await tx.value("select exists (select from post_people where post_id = $1 and account_id = $2)", post, account)
    return found


async def shown(tx: Tx, post: UUID) -> set[tuple[UUID, UUID, float, float]]:
    """Who agreed, in which picture, and where: what others see of it."""
    rows = await tx.rows("select account_id, media_id, x, y from post_people where post_id = $1 and agreed", post)
    return {tuple(row) for row in rows}


async def agree(tx: Tx, post: UUID, account: UUID) -> bool:
    """False where nobody asked them, or they have agreed before."""
    return await tx.do("update post_people set agreed = true where post_id = $1 and account_id = $2 and not agreed", post, account) == 1


async def leave(tx: Tx, post: UUID, account: UUID) -> LeftRow | None:
    """None where they were not in it."""
    return await tx.one(LeftRow, """
delete from post_people t using posts p where t.post_id = $1 and t.account_id = $2 and p.id = t.post_id
returning p.author_id, p.state, p.deleted_at is not null as deleted, t.agreed""", post, account)


async def with_me(tx: Tx, viewer: UUID, after: PostPlace | None, limit: int) -> list[PostRow]:
    """The posts in which the viewer is said to be, agreed or not, the newest naming first."""
    return await tx.all(PostRow, f"""
select {SHOWN}, t.created_at as at from post_people t join posts p on p.id = t.post_id join accounts a on a.id = p.author_id
where t.account_id = $1 and p.state = 'published' and {VISIBLE}
  and ($2::timestamptz is null or (t.created_at, t.post_id) < ($2, $3))
order by t.created_at desc, t.post_id desc limit $4""",  # noqa: S608
                        viewer, after and after.at, after and after.id, limit)
