"""Renditions are made one thing after the other, behind everything else and in turns between people; each is kept as it comes,
and whoever begins anew after a kill goes on with what is missing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from uuid import UUID

import structlog

from paperplane.core.config import Config
from paperplane.core.db import Db, Tx
from paperplane.core.errors import Unavailable
from paperplane.core.loops import repeat, woken_by
from paperplane.core.storage import Storage
from paperplane.media.files.rules import key
from paperplane.media.ladder import queries, rules, steps
from paperplane.media.ladder.types import Climbing, LadderWanted, Measure, Rung, Step, Stepped, Tiles, VideoFrame
from paperplane.media.making.actions import drop, written
from paperplane.media.making.worker import ChildDied

# Where another process was told of it; this one is woken.
EVERY_S = 10.0
# Who is at it says so again and again; where that ends, another goes on.
HELD_S, SAID_S = 15.0, 4.0
# What is away is not asked again at once.
REST_S = 15.0
TRIES, STARTS = 2, 4
SMALL = "small"
# It stands behind what people wait for: a video that is brought, its poster, a cover.
BEHIND = 15
log = structlog.get_logger(__name__)


async def climb_on(db: Db, storage: Storage, config: Config) -> None:
    """As long as the server runs."""
    async def step() -> bool:
        async with db.autocommit() as tx:
            at = await queries.take(tx, HELD_S)
        if at is None:
            return False
        await _climb(db, storage, config, at)
        return True
    await repeat("renditions", step, EVERY_S, woken_by(db, LadderWanted))


async def want(tx: Tx, media: list[UUID]) -> None:
    """Renditions are made of these, if they are videos that can be shown."""
    await queries.want(tx, media)
    tx.signal(LadderWanted())


async def _climb(db: Db, storage: Storage, config: Config, at: Climbing) -> None:
    """All that is missing, one after the other, until somebody else's turn comes."""
    try:
        async with _held(db, at.media_id):
            whole = await _steps(db, storage, config, at) if at.tries <= STARTS else False
    except asyncio.CancelledError:
        with suppress(Unavailable):
            async with db.autocommit() as tx:
                await queries.let_go(tx, at.media_id, untried=True)
        raise
    except (ChildDied, FileNotFoundError) as died:
        log.warning("rendition_failed", media=str(at.media_id), reason=str(died))
        async with db.autocommit() as tx:
            now = await queries.stands(tx, at.media_id)
            if now is None or now.tries < TRIES:
                await queries.let_go(tx, at.media_id, untried=False)
                return None
        whole = False
    except Exception:       # where it is kept, or written down, is away: that says nothing about the video
        with suppress(Unavailable):
            async with db.autocommit() as tx:
                await queries.let_go(tx, at.media_id, untried=True, rest_s=REST_S)
        raise
    async with db.tx() as tx:
        if whole is None:
            return await queries.let_go(tx, at.media_id, untried=True)
        await queries.end(tx, at.media_id, whole=whole)
        _tell(tx, at, rules.steps(at.width, at.height))
    return None


async def _steps(db: Db, storage: Storage, config: Config, at: Climbing) -> bool | None:
    """False where one was refused, or the video is gone; None where it is somebody else's turn. Raises ChildDied."""
    async with await steps.source(storage, config, at.media_id) as folder:
        now: Climbing | None = at
        while now is not None and (step := rules.next_step(now, config.limits.sizes.video_progressive_s)) is not None:
            if isinstance(step, Tiles):
                await written(await steps.whole(storage, key(at.media_id, rules.variant(now.lines[0]))), folder / SMALL)
            made = await steps.run(config, folder, step, nice=BEHIND)
            if made.refused is not None:
                return False
            now = await _kept(db, storage, now, folder, step, made)
            if now is not None and await _is_over(db, now, config):
                return None
        return now is not None


async def _is_over(db: Db, now: Climbing, config: Config) -> bool:
    """Whether somebody waits whose turn it is; who has got all has no turn to give."""
    if rules.next_step(now, config.limits.sizes.video_progressive_s) is None:
        return False
    async with db.autocommit() as tx:
        return await queries.others_wait(tx, now.owner_id)


async def _kept(db: Db, storage: Storage, at: Climbing, folder: Path, step: Step, made: Stepped) -> Climbing | None:
    """How it stands then; None where the video is gone meanwhile."""
    match step:
        case Rung():
            await steps.keep(storage, at.media_id, folder, rules.variant(step.lines))
        case Tiles():
            await steps.keep(storage, at.media_id, folder, "sprite")
        case Measure() if made.peaks:
            await steps.keep(storage, at.media_id, folder, "peaks")
    async with db.tx() as tx:
        if await _written_down(tx, at.media_id, step, made):
            now = await queries.stands(tx, at.media_id)
            if now is not None:
                _tell(tx, now, min(now.measured + (now.sprite is not None) + len(now.lines), rules.steps(at.width, at.height) - 1))
            return now
    await drop(storage, at.media_id)
    return None


async def _written_down(tx: Tx, media: UUID, step: Step, made: Stepped) -> bool:
    match step:
        case Measure():
            return await queries.measured(tx, media, made.loudness, peaks=made.peaks)
        case Tiles():
            return made.sprite is not None and await queries.tiled(tx, media, made.sprite)
        case Rung():
            return await queries.climbed(tx, media, step.lines, made)
        case _:
            return False


def _tell(tx: Tx, at: Climbing, done: int) -> None:
    """The last thing is done when it is said that all is."""
    if at.owner_id is not None:
        tx.push(VideoFrame(at.media_id, done, rules.steps(at.width, at.height)), to=[at.owner_id])


@asynccontextmanager
async def _held(db: Db, media: UUID) -> AsyncIterator[None]:
    """Nobody else begins with it meanwhile."""
    async def say() -> None:
        while True:
            await asyncio.sleep(SAID_S)
            with suppress(Unavailable):
                async with db.autocommit() as tx:
                    await queries.hold(tx, media, HELD_S)
    saying = asyncio.create_task(say())
    try:
        yield
    finally:
        saying.cancel()
        await asyncio.wait({saying})
