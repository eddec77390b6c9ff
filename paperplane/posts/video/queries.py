"""Statements on captions and covers."""

from uuid import UUID

from paperplane.core.db import Tx
from paperplane.posts.video.types import Captions, CaptionsRow, CoveredRow, CoverRow


async def captions_of(tx: Tx, posts: list[UUID]) -> dict[UUID, list[Captions]]:
    """Which languages there are."""
    found: dict[UUID, list[Captions]] = {}
    for row in await tx.all(CaptionsRow, "select lang, label, post_id from post_captions where post_id = any($1) order by lang", posts):
        found.setdefault(row.post_id, []).append(Captions(row.lang, row.label))
    return found


async def captions(tx: Tx, post: UUID, lang: str) -> str | None:
    said: str | None = await tx.value("select vtt from post_captions where post_id = $1 and lang = $2", post, lang)
    return said


async def others(tx: Tx, post: UUID, but: str) -> tuple[int, int]:
    """How many languages there are beside one, and how many bytes they take."""
    row = (await tx.rows("""
select count(*) as languages, coalesce(sum(octet_length(vtt)), 0)::bigint as bytes from post_captions where post_id = $1 and lang <> $2""", post, but))[0]
    return row["languages"], row["bytes"]


async def caption(tx: Tx, post: UUID, lang: str, label: str, vtt: str) -> None:
    await tx.do("""
insert into post_captions (post_id, lang, label, vtt) values ($1, $2, $3, $4)
on conflict (post_id, lang) do update set label = excluded.label, vtt = excluded.vtt""", post, lang, label, vtt)


async def uncaption(tx: Tx, post: UUID, lang: str) -> None:
    await tx.do("delete from post_captions where post_id = $1 and lang = $2", post, lang)


async def cover(tx: Tx, post: UUID, cover: CoverRow | None) -> None:
    await tx.do("update posts set cover = $2 where id = $1", post, cover)


async def stands_for(tx: Tx, video: UUID, at_ms: int) -> bool:
    """Whether this moment is the cover of any post of this video."""
    stands: bool = await tx.value("""
select exists (select from attachments t join posts p on p.id = t.holder
               where t.media_id = $1 and (p.media -> 0 ->> 'media_id')::uuid = $1 and (p.cover ->> 'at_ms')::int = $2)""", video, at_ms)
    return stands


async def covered(tx: Tx, video: UUID, at_ms: int, made: CoverRow | None) -> list[CoveredRow]:
    """The posts that had chosen this moment of this video."""
    return await tx.all(CoveredRow, """
update posts p set cover = $3 from attachments t
where t.media_id = $1 and p.id = t.holder and (p.media -> 0 ->> 'media_id')::uuid = $1 and (p.cover ->> 'at_ms')::int = $2
returning p.id, p.author_id, p.state""", video, at_ms, made)


async def videos(tx: Tx, post: UUID) -> list[UUID]:
    """The video of a post that has one."""
    rows = await tx.rows("select (media -> 0 ->> 'media_id')::uuid as id from posts where id = $1 and kind = 'video' and deleted_at is null", post)
    return [row["id"] for row in rows]
