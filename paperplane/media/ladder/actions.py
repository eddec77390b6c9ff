"""Renditions are made one thing after the other, behind everything else; each is kept as it comes, and whoever begins anew
after a kill goes on with what is missing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from uuid import UUID

import structlog
from msgspec.structs import replace

from paperplane.core.config import Config
from paperplane.core.db import Db, Tx
from paperplane.core.errors import Unavailable
from paperplane.core.loops import repeat
from paperplane.core.storage import Storage
from paperplane.media.files.rules import content_type, key
from paperplane.media.ladder import queries, rules
from paperplane.media.ladder.types import Climbing, Measure, Rung, Step, Stepped, Still, Tiles, VideoFrame
from paperplane.media.making.actions import asked_of, drop, workplace, written
from paperplane.media.making.types import Bounds, Sniffed
from paperplane.media.making.worker import ChildDied, found, run_step

EVERY_S = 1.0
# Who is at it says so again and again; where that ends, another goes on.
HELD_S, SAID_S = 15.0, 4.0
TRIES, STARTS = 2, 4
SMALL = "small"
# It stands behind what people wait for: a video that is brought, and its poster.
BEHIND, COVER_S = 15, 60
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
    await repeat("renditions", step, EVERY_S)


async def still(storage: Storage, config: Config, media: UUID, at_ms: int) -> str | None:
    """A moment of a video is kept as a picture; its blurhash, None where there is no such moment."""
    async with workplace(config, _object(storage, key(media, "video"), await storage.size(key(media, "video")) or 0)) as folder:
        made = await _run(config, folder, Still(at_ms), nice=10)
        if made.refused is not None:
            return None
        await _keep(storage, media, folder, f"cover-{at_ms}")
        return made.blurhash


async def _climb(db: Db, storage: Storage, config: Config, at: Climbing) -> None:
    """All that is missing, one after the other."""
    try:
        async with _held(db, at.media_id):
            whole = at.tries <= STARTS and await _steps(db, storage, config, at)
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
                return
        whole = False
    except Exception:       # where it is kept, or written down, is away: that says nothing about the video
        with suppress(Unavailable):
            async with db.autocommit() as tx:
                await queries.let_go(tx, at.media_id, untried=True, rest_s=HELD_S)
        raise
    async with db.tx() as tx:
        await queries.end(tx, at.media_id, whole=whole)
        _tell(tx, at, rules.steps(at.width, at.height))


async def _steps(db: Db, storage: Storage, config: Config, at: Climbing) -> bool:
    """False where one was refused, or the video is gone. Raises ChildDied."""
    size = await storage.size(key(at.media_id, "video")) or 0
    async with workplace(config, _object(storage, key(at.media_id, "video"), size)) as folder:
        now: Climbing | None = at
        while now is not None and (step := rules.next_step(now, config.limits.sizes.video_progressive_s)) is not None:
            if isinstance(step, Tiles):
                small = key(at.media_id, rules.variant(now.lines[0]))
                await written(_object(storage, small, await storage.size(small) or 0), folder / SMALL)
            made = await _run(config, folder, step, nice=BEHIND)
            if made.refused is not None:
                return False
            now = await _kept(db, storage, now, folder, step, made)
        return now is not None


async def _kept(db: Db, storage: Storage, at: Climbing, folder: Path, step: Step, made: Stepped) -> Climbing | None:
    """How it stands then; None where the video is gone meanwhile."""
    match step:
        case Rung():
            await _keep(storage, at.media_id, folder, rules.variant(step.lines))
        case Tiles():
            await _keep(storage, at.media_id, folder, "sprite")
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
            return await queries.measured(tx, media, made.loudness)
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


async def _run(config: Config, folder: Path, step: Step, nice: int) -> Stepped:
    sizes = config.limits.sizes
    bounds = Bounds(4096 * 1024**2, sizes.upload_bytes, 3_600, COVER_S if isinstance(step, Still) else 7_200, nice)
    asked = asked_of(folder, Sniffed("moving", "mov"), "video", "video", sizes)
    return await run_step(replace(asked, bounds=bounds, step=step))


async def _keep(storage: Storage, media: UUID, folder: Path, name: str) -> None:
    await storage.put_stream(key(media, name), found(folder, [name])[name], kind=content_type(name))


async def _object(storage: Storage, where: str, size: int) -> AsyncIterator[bytes]:
    async for piece in storage.read(where, 0, size):
        yield piece


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
