"""One thing is made of a video by a child, and kept."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from uuid import UUID

from msgspec.structs import replace

from paperplane.core.config import Config
from paperplane.core.storage import Storage
from paperplane.media.files.rules import content_type, key
from paperplane.media.ladder.types import Step, Stepped, Still
from paperplane.media.making.actions import asked_of, workplace
from paperplane.media.making.types import Bounds, Sniffed
from paperplane.media.making.worker import found, run_step

STILL_S, LONG_S = 60, 7_200


async def source(storage: Storage, config: Config, media: UUID) -> AbstractAsyncContextManager[Path]:
    """A folder for a child, with the video in it."""
    return workplace(config, await whole(storage, key(media, "video")))


async def whole(storage: Storage, where: str) -> AsyncIterator[bytes]:
    return storage.read(where, 0, await storage.size(where) or 0)


async def run(config: Config, folder: Path, step: Step, nice: int) -> Stepped:
    """Raises ChildDied."""
    sizes = config.limits.sizes
    bounds = Bounds(4096 * 1024**2, sizes.upload_bytes, 3_600, STILL_S if isinstance(step, Still) else LONG_S, nice)
    asked = asked_of(folder, Sniffed("moving", "mov"), "video", "video", sizes)
    return await run_step(replace(asked, bounds=bounds, step=step))


async def keep(storage: Storage, media: UUID, folder: Path, name: str) -> None:
    await storage.put_stream(key(media, name), found(folder, [name])[name], kind=content_type(name))
