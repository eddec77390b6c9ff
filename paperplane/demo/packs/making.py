"""The demo's packs: Chidi's, of which his stickers are, and the lake group's; made through the same actions as anybody's."""

import asyncio
import io
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID, uuid5

from PIL import Image

from paperplane.accounts.types import Viewer
from paperplane.core import clock
from paperplane.core.config import Config
from paperplane.core.db import Db
from paperplane.core.storage import Storage
from paperplane.demo.packs import drawing
from paperplane.media import pictures
from paperplane.media import queries as media
from paperplane.media.files.rules import key
from paperplane.media.types import Made
from paperplane.media.uploads.types import UploadRow
from paperplane.messages.bodies.sent.types import SentSticker
from paperplane.messages.packs import actions
from paperplane.messages.packs.types import Kind, PackRequest, PictureRequest

SMALL = 160


class Drawn(NamedTuple):
    name: str
    emoji: str
    alt: str
    kind: Kind = "sticker"


MAKER, TITLE, GROUP, GROUP_TITLE = "chidi", "Kites", "lake", "At the lake"
PICTURES = (Drawn("kite", "🪁", "A kite that smiles"), Drawn("sun", "☀️", "A sun that smiles"), Drawn("cloud", "☁️", "A cloud that is not glad"),
            Drawn("flying", "💨", "A kite in the wind", "gif"), Drawn("bow", "🎀", "A red bow", "emoji"))
OF_GROUP = (Drawn("fish", "🐟", "A fish"), Drawn("tent", "⛺", "A tent on grass"), Drawn("fire", "🔥", "A camp fire that smiles"))


async def make(db: Db, config: Config, storage: Storage, viewer: Viewer, title: str, shown: tuple[Drawn, ...],
               conversation: UUID | None = None) -> dict[str, SentSticker]:
    """A pack, unless it is there; its pictures as they are sent, by their names."""
    request = PackRequest(title=title, client_id=uuid5(viewer.account_id, title), conversation_id=conversation)
    async with db.tx() as tx:
        pack, _ = await actions.make(tx, config.limits.sizes, viewer, request)
    found = {}
    for one in shown:
        picture = await _brought(db, storage, viewer, uuid5(pack.id, one.name), one)
        said = PictureRequest(kind=one.kind, name=one.name, emoji=one.emoji, alt=one.alt)
        async with db.tx() as tx:
            await actions.put_picture(tx, config.limits.sizes, viewer, pack.id, picture, said)
        found[one.name] = SentSticker(pack_id=pack.id, media_id=picture)
    return found


async def _brought(db: Db, storage: Storage, viewer: Viewer, picture: UUID, one: Drawn) -> UUID:
    """A medium as if it had been brought: the drawing is ours, so no child has to look at it."""
    async with db.tx() as tx:
        if await media.of(tx, viewer.account_id, picture) is not None:
            return picture
    first, content, lasts_ms = await asyncio.to_thread(_drawn, one)
    small = first.copy()
    small.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS)
    await storage.put(key(picture, "sticker"), content)
    await storage.put(key(picture, "small"), pictures.webp(small))
    upload = UploadRow(picture, viewer.account_id, one.name, "sticker", len(content), len(content), 0, clock.now() + timedelta(days=1))
    async with db.tx() as tx:
        await media.insert(tx, upload)
        await media.finish(tx, picture, Made(kind="sticker", bytes=len(content), width=first.width, height=first.height, duration_ms=lasts_ms))
    return picture


def _drawn(one: Drawn) -> tuple[Image.Image, bytes, int | None]:
    if one.kind != "gif":
        picture = drawing.still(one.name)
        return picture, pictures.webp(picture), None
    first, *others = drawing.moving()
    out = io.BytesIO()
    first.save(out, "WEBP", save_all=True, append_images=others, duration=drawing.FRAME_MS, loop=0, quality=70, method=2)
    return first, out.getvalue(), drawing.FRAME_MS * (1 + len(others))
