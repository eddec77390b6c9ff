"""Statements on renditions and their making."""

from uuid import UUID

from paperplane.core.db import Tx
from paperplane.media.ladder.types import Climbing, Ladder, PartsRow, Sprite, Stepped

STANDS = """
m.id as media_id, m.owner_id, l.tries, m.width, m.height, m.duration_ms, l.measured, l.loudness, l.sprite,
array(select lines from renditions r where r.media_id = m.id order by lines) as lines"""


async def want(tx: Tx, media: list[UUID]) -> None:
    """Renditions are made of these, if they are videos that can be shown."""
    await tx.do("""
insert into video_ladders (media_id) select id from media where id = any($1) and kind = 'video' and state = 'ready' order by id
on conflict do nothing""", media)


async def take(tx: Tx, seconds: float) -> Climbing | None:
    """The eldest that nobody is at, for so long; and how often its next step was tried, this time too."""
    return await tx.one(Climbing, f"""
with l as (
  update video_ladders set taken_until = now() + make_interval(secs => $1), tries = tries + 1
  where media_id = (select media_id from video_ladders where state = 'climbing' and taken_until < now()
                    order by created_at limit 1 for update skip locked)
  returning *
)
select {STANDS} from l join media m on m.id = l.media_id""", seconds)  # noqa: S608


async def stands(tx: Tx, media: UUID) -> Climbing | None:
    return await tx.one(Climbing, f"select {STANDS} from video_ladders l join media m on m.id = l.media_id where m.id = $1", media)  # noqa: S608


async def hold(tx: Tx, media: UUID, seconds: float) -> None:
    """Whoever is at it still is."""
    await tx.do("update video_ladders set taken_until = now() + make_interval(secs => $2) where media_id = $1", media, seconds)


async def let_go(tx: Tx, media: UUID, *, untried: bool, rest_s: float = 0) -> None:
    """Nobody is at it any more, nor will be for so long. `untried`: it was not its fault."""
    await tx.do("""
update video_ladders set taken_until = now() + make_interval(secs => $3), tries = tries - $2::int where media_id = $1""",
                media, int(untried), rest_s)


async def end(tx: Tx, media: UUID, *, whole: bool) -> None:
    await tx.do("update video_ladders set state = $2, taken_until = '-infinity' where media_id = $1", media, "whole" if whole else "stopped")


async def measured(tx: Tx, media: UUID, loudness: float | None) -> bool:
    """False where it is gone, as with the others that follow."""
    return await tx.do("update video_ladders set measured = true, loudness = $2, tries = 1 where media_id = $1", media, loudness) == 1


async def tiled(tx: Tx, media: UUID, sprite: Sprite) -> bool:
    return await tx.do("update video_ladders set sprite = $2, tries = 1 where media_id = $1", media, sprite) == 1


async def climbed(tx: Tx, media: UUID, lines: int, made: Stepped) -> bool:
    return await tx.do("""
with l as (update video_ladders set tries = 1 where media_id = $1 returning media_id)
insert into renditions (media_id, lines, width, height, bytes, bit_rate, codecs, head, parts)
select media_id, $2, $3, $4, $5, $6, $7, $8, $9 from l
on conflict (media_id, lines) do update set width = excluded.width, height = excluded.height, bytes = excluded.bytes,
  bit_rate = excluded.bit_rate, codecs = excluded.codecs, head = excluded.head, parts = excluded.parts""",
                       media, lines, made.width, made.height, made.bytes, made.bit_rate, made.codecs, made.head, made.parts) == 1


async def of(tx: Tx, media: list[UUID]) -> dict[UUID, Ladder]:
    """What is there of these."""
    found = await tx.all(Ladder, """
select l.media_id, l.state = 'climbing' as going_on, l.measured, l.loudness, l.sprite, m.width, m.height,
  coalesce((select jsonb_agg(jsonb_build_object('lines', lines, 'width', r.width, 'height', r.height, 'bytes', r.bytes) order by lines)
            from renditions r where r.media_id = l.media_id), '[]') as renditions,
  exists (select from renditions r where r.media_id = l.media_id and r.head > 0) as in_parts
from video_ladders l join media m on m.id = l.media_id where l.media_id = any($1)""", media)
    return {one.media_id: one for one in found}


async def in_parts(tx: Tx, media: UUID) -> list[PartsRow]:
    """Those that are fetched part by part."""
    return await tx.all(PartsRow, """
select lines, width, height, bytes, bit_rate, codecs, head, parts from renditions where media_id = $1 and head > 0 order by lines""", media)
