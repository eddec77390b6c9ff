"""Addresses of media: signed by us where they lie in our folder, by the bucket where they lie in one."""

import time
from urllib.parse import urlencode
from uuid import UUID

from paperplane.core.errors import NotFound
from paperplane.core.keys import Keys
from paperplane.core.limits import Sizes
from paperplane.core.storage import Storage
from paperplane.media.files import rules

PURPOSE = "media"


async def address(storage: Storage, keys: Keys, sizes: Sizes, media: UUID, variant: str, name: str, *,
                  once: bool = False) -> str:
    """Whoever has it reads this variant for some minutes. For some of them it stays the same, but where it is seen once."""
    now = time.time()
    until = int(now) + sizes.view_once_s if once else rules.good_until(now, sizes.media_url_s)
    elsewhere = await storage.signed(rules.key(media, variant), until - int(now))
    if elsewhere is not None:
        return elsewhere
    said = {"until": str(until)} | ({"name": name} if variant == "file" else {})
    return f"/media/files/{media}/{variant}?{urlencode(said | {'sig': keys.sign(PURPOSE, _signed(media, variant, until, said.get('name')))})}"


def checked(keys: Keys, media: UUID, variant: str, until: int, name: str | None, signature: str) -> int:
    """For how many seconds it is still good. Raises NotFound."""
    left = until - int(time.time())
    if not keys.verify(PURPOSE, _signed(media, variant, until, name), signature) or left <= 0:
        raise NotFound
    return left


def _signed(media: UUID, variant: str, until: int, name: str | None) -> str:
    return f"{media}/{variant}/{until}/{name}"
