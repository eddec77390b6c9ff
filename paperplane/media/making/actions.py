"""An upload that is whole becomes a medium: made by a child, kept, told to its owner; and nothing of the upload stays."""

import asyncio
import os
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from uuid import UUID, uuid4
from weakref import WeakKeyDictionary

import imageio_ffmpeg
import structlog
from msgspec.structs import replace

from paperplane.core.config import Config
from paperplane.core.db import Db
from paperplane.core.limits import Sizes
from paperplane.core.storage import Storage
from paperplane.media import queries
from paperplane.media.files.rules import content_type, disposition, key
from paperplane.media.making import rules
from paperplane.media.making.types import Asked, Sniffed
from paperplane.media.making.worker import ChildDied, found, run
from paperplane.media.types import VARIANTS, Made, MakingEnded, MediaFrame, MediaKind
from paperplane.media.uploads import queries as uploads
from paperplane.media.uploads.actions import folder as upload_folder
from paperplane.media.uploads.types import Part, UploadRow

# A child that died gets one more chance; one more still where the server itself was killed meanwhile.
TRIES, STARTS = 2, 4
# Two photos at once where that leaves a processor.
PHOTOS = 2 if (os.cpu_count() or 1) > 2 else 1
OLD_S = 6 * 3600
# What a child answers that was told to be quick and cannot.
MUST_ENCODE = "must_encode"
log = structlog.get_logger(__name__)


class Places:
    """A video takes a processor for minutes; a photo must not wait for it."""

    def __init__(self) -> None:
        self.heavy, self.quick, self.light = asyncio.Semaphore(1), asyncio.Semaphore(1), asyncio.Semaphore(PHOTOS)


# Of each loop its own: a semaphore belongs to the loop in which somebody first waited for it, and fails in every other.
_places: WeakKeyDictionary[asyncio.AbstractEventLoop, Places] = WeakKeyDictionary()


def places() -> Places:
    return _places.setdefault(asyncio.get_running_loop(), Places())


async def make(storage: Storage, config: Config, db: Db, media: UUID) -> None:
    """Raises ChildDied where it is worth another try."""
    async with db.autocommit() as tx:
        begun = await queries.begin(tx, media)
        if begun is None:
            return
        upload, tries = begun
        parts = await uploads.parts(tx, media)
    try:
        made = Made(refused="making_failed") if tries > STARTS else await _made(storage, config, upload, parts)
    except asyncio.CancelledError:
        async with db.autocommit() as tx:
            await queries.untried(tx, media)
        raise
    except ChildDied as died:
        log.warning("making_failed", media=str(media), tries=tries, reason=str(died))
        if tries < TRIES:
            raise
        made = Made(refused="took_too_long" if died.slow else "making_failed")
    await _finish(storage, db, media, made)


async def _finish(storage: Storage, db: Db, media: UUID, made: Made) -> None:
    """A job that is thought dead is taken up again beside itself: what the first has said then stands."""
    async with db.tx() as tx:
        owners = await queries.finish(tx, media, made)
        if not owners:
            return
        if made.refused is not None:
            await drop(storage, media)
        await uploads.drop_parts(tx, media)
        tx.signal(MakingEnded())
        tx.push(MediaFrame(media, "refused" if made.refused else "ready", made.refused), to=[one for one in owners if one is not None])
    await storage.delete_under(upload_folder(media))


async def _made(storage: Storage, config: Config, upload: UploadRow, parts: list[Part]) -> Made:
    content = _content(storage, parts)
    head = b""
    async for piece in storage.read(parts[0].object, 0, min(rules.HEAD, parts[0].bytes)):
        head += piece
    sniffed = rules.sniff(head)
    kind = rules.kind(sniffed, upload.wish)
    if kind == "file":
        await _keep(storage, upload, "file", content)
        return Made(kind="file", bytes=upload.bytes)
    if (refused := rules.misfit(sniffed, upload.wish)) or sniffed is None:
        return Made(refused=refused)
    return await _by_a_child(storage, config, upload, sniffed, kind, content)


async def _by_a_child(storage: Storage, config: Config, upload: UploadRow, sniffed: Sniffed, kind: MediaKind,
                      content: AsyncIterator[bytes]) -> Made:
    async with workplace(config, content) as folder:
        asked = replace(asked_of(folder, sniffed, upload.wish, kind, config.limits.sizes), cut=upload.cut)
        made = await _run(asked, moving=kind in ("video", "video_note"))
        if made.refused is None:
            for variant, path in found(folder, VARIANTS[made.kind]).items():
                await _keep(storage, upload, variant, path)
        return made


async def _run(asked: Asked, *, moving: bool) -> Made:
    """What only has to be handed on does not wait behind what takes minutes."""
    if moving:
        async with places().quick:
            made = await run(replace(asked, quick=True))
        if made.refused != MUST_ENCODE:
            return made
    async with places().heavy if moving else places().light:
        return await run(asked)


@asynccontextmanager
async def workplace(config: Config, content: AsyncIterator[bytes]) -> AsyncIterator[Path]:
    """A folder for a child, with its source; gone with all that is in it at the end."""
    home = config.data_dir.resolve() / "making"
    await asyncio.to_thread(_tidy, home)
    folder = home / str(uuid4())
    folder.mkdir(mode=0o700, parents=True)
    try:
        await written(content, folder / "source")
        yield folder
    finally:
        await asyncio.shield(asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True))


async def written(content: AsyncIterator[bytes], path: Path) -> None:
    with path.open("wb") as out:
        async for piece in content:
            await asyncio.to_thread(out.write, piece)


def asked_of(folder: Path, sniffed: Sniffed, wish: MediaKind | None, kind: MediaKind, sizes: Sizes) -> Asked:
    # A picture that moves becomes a video.
    bounds = rules.bounds("voice" if kind == "photo" and wish is None else kind, sizes.upload_bytes)
    return Asked(at=str(folder), sniffed=sniffed, wish=wish, bounds=bounds, ffmpeg=imageio_ffmpeg.get_ffmpeg_exe(), pixels=sizes.photo_pixels,
                 video_pixels=sizes.video_pixels, video_s=sizes.video_s, video_note_s=sizes.video_note_s, video_fps=sizes.video_fps,
                 voice_s=sizes.voice_s, streams=sizes.media_streams, sticker_px=sizes.sticker_px, sticker_frames=sizes.sticker_frames,
                 sticker_s=sizes.sticker_s, sticker_bytes=sizes.sticker_bytes)


async def _content(storage: Storage, parts: list[Part]) -> AsyncIterator[bytes]:
    for part in parts:
        async for piece in storage.read(part.object, 0, part.bytes):
            yield piece


async def _keep(storage: Storage, upload: UploadRow, variant: str, content: Path | AsyncIterator[bytes]) -> None:
    said = disposition(upload.name) if variant == "file" else ""
    await storage.put_stream(key(upload.id, variant), content, kind=content_type(variant), disposition=said)


def _tidy(home: Path) -> None:
    """What a kill has left behind."""
    if home.is_dir():
        for path in home.iterdir():
            with suppress(FileNotFoundError):       # another that was at work beside this one has just ended
                if path.stat().st_mtime < time.time() - OLD_S:
                    shutil.rmtree(path, ignore_errors=True)


async def drop(storage: Storage, media: UUID) -> None:
    await storage.delete_under(f"media/{media}/")
