"""Statements on captions and covers."""

from uuid import UUID

from paperplane.core.db import Tx
from paperplane.posts.video.types import Captions, CaptionsRow, CoverDue, CoverRow


async def captions_of(tx: Tx, posts: list[UUID]) -> dict[UUID, list[Captions]]:
    """Which languages there are."""
    found: dict[UUID, list[Captions]] = {}
    for row in await tx.all(CaptionsRow, "select lang, label, post_id from post_captions where post_id = any($1) order by lang", posts):
        found.setdefault(row.post_id, []).append(Captions(row.lang, row.label))
    return found


async def captions(tx: Tx, post: UUID, lang: str) -> str | None:
    said: str | None = await tx.value("select vtt from post_captions where post_id = $1 and lang = $2", post, lang)
    return said


async def languages(tx: Tx, post: UUID, but: str) -> int:
    """How many there are beside one."""
    found: int = await tx.value("select count(*) from post_captions where post_id = $1 and lang <> $2", post, but)
    return found


async def caption(tx: Tx, post: UUID, lang: str, label: str, vtt: str) -> None:
    await tx.do("""
insert into post_captions (post_id, lang, label, vtt) values ($1, $2, $3, $4)
on conflict (post_id, lang) do update set label = excluded.label, vtt = excluded.vtt""", post, lang, label, vtt)


async def uncaption(tx: Tx, post: UUID, lang: str) -> None:
    await tx.do("delete from post_captions where post_id = $1 and lang = $2", post, lang)


async def cover(tx: Tx, post: UUID, cover: CoverRow | None) -> None:
    await tx.do("update posts set cover = $2 where id = $1", post, cover)


async def cover_due(tx: Tx, post: UUID) -> CoverDue | None:
    """None where there is nothing to make, or not yet."""
    return await tx.one(CoverDue, """
select p.author_id, p.state, m.id as media_id, p.cover from posts p join media m on m.id = (p.media -> 0 ->> 'media_id')::uuid
where p.id = $1 and p.deleted_at is null and m.state = 'ready' and m.kind = 'video'
  and p.cover ->> 'at_ms' is not null and not (p.cover ->> 'ready')::boolean""", post)


async def covered(tx: Tx, post: UUID, at_ms: int, made: CoverRow | None) -> bool:
    """False where another was chosen meanwhile."""
    return await tx.do("update posts set cover = $3 where id = $1 and (cover ->> 'at_ms')::int = $2", post, at_ms, made) == 1


async def videos(tx: Tx, post: UUID) -> list[UUID]:
    """The video of a post that has one."""
    rows = await tx.rows("select (media -> 0 ->> 'media_id')::uuid as id from posts where id = $1 and kind = 'video' and deleted_at is null", post)
    return [row["id"] for row in rows]
