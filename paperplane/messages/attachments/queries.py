"""Statements on who refers to media: a message (its conversation and seq), or another holder (its id, and 0)."""

from collections.abc import Sequence
from uuid import UUID

from paperplane.core.db import Tx
from paperplane.media.types import MediaState


async def hold(tx: Tx, holder: UUID, media: list[UUID], states: Sequence[MediaState] = ("ready",)) -> int:
    """Refer to these, as far as they are there, and nobody drops them meanwhile; how many."""
    return await tx.do("""
with there as (
  select id from media where id = any($2) and state = any($3) order by id for key share
)
insert into attachments (holder, place, media_id) select $1, 0, id from there on conflict do nothing""", holder, media, states)


async def release(tx: Tx, holder: UUID, places: list[int]) -> list[UUID]:
    """What is referred to no longer."""
    rows = await tx.rows("delete from attachments where holder = $1 and place = any($2) returning media_id", holder, places)
    return [row["media_id"] for row in rows]


async def let_go(tx: Tx, holder: UUID, medium: UUID) -> bool:
    """Whether it was referred to."""
    return await tx.do("delete from attachments where holder = $1 and place = 0 and media_id = $2", holder, medium) == 1


async def unattached(tx: Tx, media: list[UUID]) -> list[UUID]:
    """Those to which nobody refers."""
    rows = await tx.rows("""
select id from media m where id = any($1) and not exists (select from attachments a where a.media_id = m.id)""", media)
    return [row["id"] for row in rows]


async def settling(tx: Tx, hours: int, limit: int) -> list[tuple[UUID, bool]]:
    """What was brought so long ago, and whether anybody refers to it: the eldest of those not asked about before."""
    rows = await tx.rows("""
select id, exists (select from attachments a where a.media_id = m.id) as attached from media m
where not settled and created_at < now() - make_interval(hours => $1) and state <> 'making' order by created_at limit $2""", hours, limit)
    return [(row["id"], row["attached"]) for row in rows]
