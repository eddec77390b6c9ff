"""Keeping pictures: outside the database, before the change that shows them, and gone after the one that drops them."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

from paperplane.core.limits import Sizes
from paperplane.core.storage import Storage
from paperplane.media import pictures
from paperplane.media.types import PIXELS, PREVIEW_PIXELS, Size

# A picture of 50 million pixels takes 200 MB while it is unpacked: few at a time.
_threads = ThreadPoolExecutor(2, thread_name_prefix="pictures")


async def keep_avatar(storage: Storage, sizes: Sizes, content: bytes) -> UUID:
    """Store a picture anew in every size, under a random id that is the right to see it. Raises Invalid."""
    made = await asyncio.get_running_loop().run_in_executor(_threads, pictures.squares, content, sizes.avatar_pixels)
    avatar = uuid4()
    for size, webp in made.items():
        await storage.put(key_of(avatar, size), webp)
    return avatar


async def drop_avatar(storage: Storage, avatar: UUID) -> None:
    await storage.delete(*(key_of(avatar, size) for size in PIXELS))


async def keep_preview(storage: Storage, sizes: Sizes, content: bytes) -> UUID:
    """Store a page's picture anew, under a random id that is the right to see it. Raises Invalid."""
    made = await asyncio.get_running_loop().run_in_executor(
        _threads, pictures.scaled, content, sizes.avatar_pixels, PREVIEW_PIXELS)
    image = uuid4()
    await storage.put(preview_key(image), made)
    return image


async def drop_preview(storage: Storage, image: UUID) -> None:
    await storage.delete(preview_key(image))


def preview_key(image: UUID) -> str:
    return f"previews/{image}.webp"


def key_of(avatar: UUID, size: Size) -> str:
    return f"avatars/{avatar}/{size}.webp"
