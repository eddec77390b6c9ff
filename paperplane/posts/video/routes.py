"""HTTP doors of a posted video: its playlists, captions, cover."""

from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, put
from litestar.di import NamedDependency as Given
from litestar.params import FromPath, JSONBody, Parameter

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.limits import Limits
from paperplane.core.openapi import problems
from paperplane.core.storage import Storage
from paperplane.posts import reads
from paperplane.posts.types import Post
from paperplane.posts.video import actions, playing
from paperplane.posts.video.types import CaptionsRequest, CoverRequest

ONE = "/posts/{post_id:uuid}"
CAPTIONS = ONE + "/captions/{lang:str}"
Lang = Annotated[str, Parameter(min_length=2, max_length=40, description="A tag of BCP 47.")]
Name = Annotated[str, Parameter(max_length=20)]
SAFE = {"cache-control": "no-store", "x-content-type-options": "nosniff", "content-security-policy": "default-src 'none'; sandbox"}
READ = problems(400, 401, 404, 429, 503)
WRITE = problems(400, 401, 403, 404, 409, 429, 503)


@get(ONE + "/hls/{name:str}", media_type="application/vnd.apple.mpegurl", tags=["posts"], responses=READ)
async def playlist(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], storage: Given[Storage], viewer: Given[Viewer],
                   post_id: FromPath[UUID], name: FromPath[Name]) -> Response[str]:
    """A playlist of a longer video that I may see now: main.m3u8, or one that it names."""
    said = await playing.playlist(tx, keys, limits.sizes, storage, viewer, post_id, name)
    return Response(said, media_type="application/vnd.apple.mpegurl", headers=SAFE)


@put(ONE + "/cover", tags=["posts"], responses=WRITE)
async def cover(tx: Given[Tx], keys: Given[Keys], limiter: Given[RateLimiter], viewer: Given[Viewer], post_id: FromPath[UUID],
                data: JSONBody[CoverRequest]) -> Post:
    """Choose what stands for one's video until it plays."""
    # A moment costs a process and a file that stays, as what is brought does.
    limiter.take("post_changes_account" if data.at_ms is None else "uploads_account", viewer.account_id)
    await actions.cover(tx, keys, viewer, post_id, data)
    return await reads.post(tx, keys, viewer, post_id)


@delete(ONE + "/cover", status_code=200, tags=["posts"], responses=WRITE)
async def uncover(tx: Given[Tx], keys: Given[Keys], limiter: Given[RateLimiter], viewer: Given[Viewer], post_id: FromPath[UUID]) -> Post:
    """A picture of its beginning stands for it."""
    limiter.take("post_changes_account", viewer.account_id)
    await actions.cover(tx, keys, viewer, post_id, None)
    return await reads.post(tx, keys, viewer, post_id)


@get(CAPTIONS, media_type="text/vtt", tags=["posts"], responses=READ)
async def captions(tx: Given[Tx], keys: Given[Keys], viewer: Given[Viewer], post_id: FromPath[UUID], lang: FromPath[Lang]) -> Response[str]:
    """The captions of a video that I may see now, in a language."""
    return Response(await playing.captions(tx, keys, viewer, post_id, lang), media_type="text/vtt", headers=SAFE)


@put(CAPTIONS, tags=["posts"], responses=WRITE)
async def caption(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], limiter: Given[RateLimiter], viewer: Given[Viewer],
                  post_id: FromPath[UUID], lang: FromPath[Lang], data: JSONBody[CaptionsRequest]) -> Post:
    """Give one's video captions in a language, instead of those it has in it."""
    limiter.take("post_changes_account", viewer.account_id)
    await actions.caption(tx, keys, limits.sizes, viewer, post_id, lang, data)
    return await reads.post(tx, keys, viewer, post_id)


@delete(CAPTIONS, status_code=200, tags=["posts"], responses=WRITE)
async def uncaption(tx: Given[Tx], keys: Given[Keys], limiter: Given[RateLimiter], viewer: Given[Viewer], post_id: FromPath[UUID],
                    lang: FromPath[Lang]) -> Post:
    """Take one's captions in a language away."""
    limiter.take("post_changes_account", viewer.account_id)
    await actions.uncaption(tx, keys, viewer, post_id, lang)
    return await reads.post(tx, keys, viewer, post_id)


routes = [playlist, cover, uncover, captions, caption, uncaption]
