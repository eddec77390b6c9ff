"""The door to kept pictures. It stands at the root, beside the API."""

from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency as Given
from litestar.params import FromPath

from paperplane.core.errors import NotFound
from paperplane.core.openapi import problems
from paperplane.core.storage import Storage
from paperplane.media import actions
from paperplane.media.types import PIXELS, Size

# The id is random and never used again: what was fetched once is right for ever.
HEADERS = {"cache-control": "public, max-age=31536000, immutable", "x-content-type-options": "nosniff",
           "content-security-policy": "default-src 'none'"}

NAMES: dict[str, Size] = {f"{size}.webp": size for size in PIXELS}


@get("/media/avatars/{avatar_id:uuid}/{name:str}", media_type="image/webp", tags=["people"],
     responses=problems(400, 404, 429))
async def avatar(avatar_id: FromPath[UUID], name: FromPath[str], storage: Given[Storage]) -> Response[bytes]:
    """`name` is small.webp, medium.webp or large.webp."""
    size = NAMES.get(name)
    content = await storage.get(actions.key_of(avatar_id, size)) if size else None
    if content is None:
        raise NotFound
    return Response(content, media_type="image/webp", headers=HEADERS)


root_routes = [avatar]
