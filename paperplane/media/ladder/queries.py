"""Statements on renditions and their making."""

from uuid import UUID

from paperplane.core.db import Tx
from paperplane.media.ladder.types import Climbing, Ladder, PartsRow, Sprite, Stepped, StillRow

STANDS = """
m.id as media_id, m.owner_id, l.tries, m.width, m.height, m.duration_ms, l.measured, l.loudness, l.sprite,
array(select lines from renditions r where r.media_id = m.id order by lines) as lines"""


async def want(tx: Tx, media: list[UUID]) -> None:
    """Renditions are made of these, if they are videos that can be shown."""
    await tx.do("""
insert into video_ladders (media_id) select id from media where id = any($1) and kind = 'video' and state = 'ready' order by id
on conflict do nothing""", media)


def turn(table: str, state: str) -> str:
    """Whose turn it is: the owner served least lately, their eldest. That they are served now is written down with it."""
    return f"""
next as (
  select l.*, m.owner_id from {table} l join media m on m.id = l.media_id left join ladder_turns t on t.owner_id = m.owner_id
  where l.state = '{state}' and l.taken_until < now() and m.state = 'ready' and m.kind = 'video'
  order by t.served_at nulls first, l.created_at, l.media_id limit 1 for update of l skip locked
), turn as (
  insert into ladder_turns (owner_id, served_at) select owner_id, clock_timestamp() from next where owner_id is not null
  on conflict (owner_id) do update set served_at = excluded.served_at
)"""  # noqa: S608


async def take(tx: Tx, seconds: float) -> Climbing | None:
    """One that nobody is at, for so long; and how often its next step was tried, this time too."""
    return await tx.one(Climbing, f"""
with {turn("video_ladders", "climbing")}, l as (
  update video_ladders set taken_until = now() + make_interval(secs => $1), tries = tries + 1
  where media_id = (select media_id from next) returning *
)
select {STANDS} from l join media m on m.id = l.media_id""", seconds)  # noqa: S608


async def others_wait(tx: Tx, owner: UUID | None) -> bool:
    """Whether somebody's turn is before theirs."""
    waits: bool = await tx.value("""
select exists (
  select from video_ladders l join media m on m.id = l.media_id left join ladder_turns t on t.owner_id = m.owner_id
  where l.state = 'climbing' and l.taken_until < now() and m.owner_id is distinct from $1
    and (t.served_at is null or t.served_at < (select served_at from ladder_turns where owner_id = $1)))""", owner)
    return waits


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


async def measured(tx: Tx, media: UUID, loudness: float | None, *, peaks: bool) -> bool:
    """False where it is gone, as with the others that follow."""
    return await tx.do("""
update video_ladders set measured = true, loudness = $2, peaks = $3, tries = 1 where media_id = $1""", media, loudness, peaks) == 1


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
select l.media_id, l.state = 'climbing' as going_on, l.measured, l.loudness, l.peaks, l.sprite, m.width, m.height,
  coalesce((select jsonb_agg(jsonb_build_object('lines', lines, 'width', r.width, 'height', r.height, 'bytes', r.bytes) order by lines)
            from renditions r where r.media_id = l.media_id), '[]') as renditions,
  exists (select from renditions r where r.media_id = l.media_id and r.head > 0) as in_parts
from video_ladders l join media m on m.id = l.media_id where l.media_id = any($1)""", media)
    return {one.media_id: one for one in found}


async def in_parts(tx: Tx, media: UUID) -> list[PartsRow]:
    """Those that are fetched part by part."""
    return await tx.all(PartsRow, """
select lines, width, height, bytes, bit_rate, codecs, head, parts from renditions where media_id = $1 and head > 0 order by lines""", media)


async def lock_stills(tx: Tx, media: list[UUID]) -> None:
    """Nobody else begins or ceases to want moments of these meanwhile."""
    await tx.rows("select id from media where id = any($1) order by id for no key update", media)


async def want_still(tx: Tx, media: UUID, at_ms: int) -> None:
    """Waits for whoever is removing just that picture."""
    await tx.do("""
insert into stills (media_id, at_ms) values ($1, $2)
on conflict (media_id, at_ms) do update set state = 'wanted', tries = 0, taken_until = '-infinity'""", media, at_ms)


async def take_still(tx: Tx, seconds: float) -> StillRow | None:
    """One that nobody is at, for so long; and how often it was tried, this time too."""
    return await tx.one(StillRow, f"""
with {turn("stills", "wanted")}
update stills s set taken_until = now() + make_interval(secs => $1), tries = s.tries + 1
from next n where s.media_id = n.media_id and s.at_ms = n.at_ms returning s.media_id, s.at_ms, s.tries""", seconds)  # noqa: S608


async def leave_still(tx: Tx, still: StillRow, *, untried: bool, rest_s: float = 0) -> None:
    """As `let_go`."""
    await tx.do("""
update stills set taken_until = now() + make_interval(secs => $4), tries = tries - $3::int where media_id = $1 and at_ms = $2""",
                still.media_id, still.at_ms, int(untried), rest_s)


async def stilled(tx: Tx, still: StillRow, *, made: bool) -> bool:
    """False where nobody wants it any more."""
    return await tx.do("update stills set state = $3 where media_id = $1 and at_ms = $2",
                       still.media_id, still.at_ms, "made" if made else "refused") == 1


async def drop_still(tx: Tx, media: UUID, at_ms: int) -> None:
    await tx.do("delete from stills where media_id = $1 and at_ms = $2", media, at_ms)


async def still_wanted(tx: Tx, media: UUID, at_ms: int) -> bool:
    """Whether somebody does. Until the end of this transaction nobody begins to."""
    await tx.rows("select id from media where id = $1 for update", media)
    wanted: bool = await tx.value("select exists (select from stills where media_id = $1 and at_ms = $2)", media, at_ms)
    return wanted
