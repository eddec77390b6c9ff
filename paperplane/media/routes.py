"""How pictures come in, and the door to kept ones, which stands at the root, beside the API."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency as Given
from litestar.openapi.spec import OpenAPIFormat, OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from litestar.params import FromPath

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.errors import AppError, NotFound
from paperplane.core.limits import Sizes
from paperplane.core.openapi import problems
from paperplane.core.storage import Storage
from paperplane.media import actions, reads
from paperplane.media.types import PIXELS, Media, Size

# The id is random and never used again: what was fetched once is right for ever.
HEADERS = {"cache-control": "public, max-age=31536000, immutable", "x-content-type-options": "nosniff",
           "content-security-policy": "default-src 'none'"}

NAMES: dict[str, Size] = {f"{size}.webp": size for size in PIXELS}


@dataclass
class PictureUpload(Operation):
    """The description of a request whose body is a picture's bytes."""

    def __post_init__(self) -> None:
        picture = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY))
        self.request_body = RequestBody({"image/*": picture, "application/octet-stream": picture}, required=True)


class TooLarge(AppError):
    def __init__(self, most: int) -> None:
        super().__init__(413, "picture_too_large", f"A picture can have at most {most // 1024**2} MB.",
                         limit="avatar_bytes", most=most)


async def picture_of(request: Request[Any, Any, Any], sizes: Sizes) -> bytes:
    """The bytes, never more than allowed in memory. Raises TooLarge, or what a broken upload raises."""
    taken = bytearray()
    async for chunk in request.stream():
        taken += chunk
        if len(taken) > sizes.avatar_bytes:
            raise TooLarge(sizes.avatar_bytes)
    return bytes(taken)


@get("/media/avatars/{avatar_id:uuid}/{name:str}", media_type="image/webp", tags=["people"],
     responses=problems(400, 404, 429))
async def avatar(avatar_id: FromPath[UUID], name: FromPath[str], storage: Given[Storage]) -> Response[bytes]:
    """`name` is small.webp, medium.webp or large.webp."""
    size = NAMES.get(name)
    content = await storage.get(actions.key_of(avatar_id, size)) if size else None
    if content is None:
        raise NotFound
    return Response(content, media_type="image/webp", headers=HEADERS)


@get("/media/previews/{name:str}", media_type="image/webp", tags=["messages"], responses=problems(400, 404, 429))
async def preview(name: FromPath[str], storage: Given[Storage]) -> Response[bytes]:
    """A page's picture; `name` is its id and .webp."""
    try:
        image = UUID(name.removesuffix(".webp"))
    except ValueError:
        raise NotFound from None
    content = await storage.get(actions.preview_key(image)) if name == f"{image}.webp" else None
    if content is None:
        raise NotFound
    return Response(content, media_type="image/webp", headers=HEADERS)


@get("/media/{media_id:uuid}", tags=["media"], responses=problems(400, 401, 404, 429, 503))
async def media(tx: Given[Tx], viewer: Given[Viewer], media_id: FromPath[UUID]) -> Media:
    """What is made of an upload of mine, under the upload's id."""
    return await reads.of(tx, viewer.account_id, media_id)


root_routes = [avatar, preview]
routes = [media]
