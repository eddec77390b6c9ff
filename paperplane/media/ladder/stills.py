"""Moments of videos are made pictures, beside the renditions and not behind them: somebody waits for a cover."""

import asyncio
from contextlib import suppress
from uuid import UUID

import structlog

from paperplane.core.config import Config
from paperplane.core.db import Db, Tx
from paperplane.core.errors import Unavailable
from paperplane.core.loops import repeat, woken_by
from paperplane.core.storage import Storage
from paperplane.media import queries as media
from paperplane.media.files.rules import key
from paperplane.media.ladder import queries, steps
from paperplane.media.ladder.types import Still, StillDropped, StillMade, StillRow, StillWanted
from paperplane.media.making.actions import drop
from paperplane.media.making.worker import ChildDied
from paperplane.media.types import MakingEnded

# Where another process was told of it; this one is woken.
EVERY_S = 10.0
# Longer than one takes: nobody says meanwhile that they still are at it.
HELD_S, REST_S = steps.STILL_S + 60, 15.0
TRIES, STARTS = 2, 4
log = structlog.get_logger(__name__)


async def still_on(db: Db, storage: Storage, config: Config) -> None:
    """As long as the server runs."""
    async def step() -> bool:
        async with db.autocommit() as tx:
            at = await queries.take_still(tx, HELD_S)
        if at is not None:
            await _make(db, storage, config, at)
        return at is not None
    await repeat("stills", step, EVERY_S, woken_by(db, StillWanted, MakingEnded))


async def lock(tx: Tx, media_ids: list[UUID]) -> None:
    """Before it is looked who wants which moment of these, until the end of this transaction."""
    await queries.lock_stills(tx, media_ids)


async def want(tx: Tx, media_id: UUID, at_ms: int) -> None:
    """It is made once the video can be shown. StillMade says that it is."""
    await queries.want_still(tx, media_id, at_ms)
    tx.signal(StillWanted())


async def unwant(tx: Tx, media_id: UUID, at_ms: int) -> None:
    await queries.drop_still(tx, media_id, at_ms)
    tx.announce(StillDropped(media_id, at_ms))


async def remove(tx: Tx, storage: Storage, media_id: UUID, at_ms: int) -> None:
    """Not where somebody has begun to want it again."""
    if not await queries.still_wanted(tx, media_id, at_ms):
        await storage.delete(key(media_id, _name(at_ms)))


async def _make(db: Db, storage: Storage, config: Config, at: StillRow) -> None:
    blurhash = None
    try:
        if at.tries <= STARTS:
            blurhash = await _kept(storage, config, at)
    except (ChildDied, FileNotFoundError) as died:
        log.warning("still_failed", media=str(at.media_id), reason=str(died))
        if at.tries < TRIES:
            async with db.autocommit() as tx:
                return await queries.leave_still(tx, at, untried=False)
    except BaseException as error:      # we are, or where it is kept is, away: that says nothing about the video
        with suppress(Unavailable):
            async with db.autocommit() as tx:
                await queries.leave_still(tx, at, untried=True, rest_s=0 if isinstance(error, asyncio.CancelledError) else REST_S)
        raise
    async with db.tx() as tx:
        if wanted := await queries.stilled(tx, at, made=blurhash is not None):
            tx.announce(StillMade(at.media_id, at.at_ms, blurhash))
        there = await media.there(tx, at.media_id)
    if not there:       # it went while the picture was made, and what was kept then would stay for good
        await drop(storage, at.media_id)
    elif not wanted:
        async with db.tx() as tx:
            await remove(tx, storage, at.media_id, at.at_ms)
    return None


async def _kept(storage: Storage, config: Config, at: StillRow) -> str | None:
    """Its blurhash; None where there is no such moment."""
    async with await steps.source(storage, config, at.media_id) as folder:
        made = await steps.run(config, folder, Still(at.at_ms), nice=10)
        if made.refused is not None:
            return None
        await steps.keep(storage, at.media_id, folder, _name(at.at_ms))
        return made.blurhash


def _name(at_ms: int) -> str:
    return f"cover-{at_ms}"
