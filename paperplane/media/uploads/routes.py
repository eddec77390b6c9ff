"""HTTP doors of uploads: tus, and our own JSON beside it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Request, Response, delete, get, head, patch, post, route
from litestar.datastructures import ResponseHeader
from litestar.di import NamedDependency as Given
from litestar.openapi import ResponseSpec
from litestar.openapi.spec import OpenAPIFormat, OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from litestar.params import FromPath

from paperplane.accounts import reads as accounts
from paperplane.accounts.types import Credential, Viewer
from paperplane.core.db import Db, Tx
from paperplane.core.errors import Conflict
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.limits import Limits
from paperplane.core.openapi import PROBLEM_JSON, Problem, problems
from paperplane.core.storage import Storage
from paperplane.media import queries as media
from paperplane.media.uploads import actions, rules
from paperplane.media.uploads.types import Upload, UploadRow

UPLOADS = "/uploads"
ONE = "/uploads/{upload_id:uuid}"
TUS = {"tus-resumable": rules.VERSION}
CREATE = problems(400, 401, 403, 412, 413, 415, 429, 503)
CHUNK = problems(400, 401, 403, 404, 409, 412, 413, 415, 423, 429, 503) | {
    460: ResponseSpec(Problem, generate_examples=False, description="Checksum Mismatch", media_type=PROBLEM_JSON)}


@dataclass
class ChunkUpload(Operation):
    """The description of a request whose body is a part of a file."""

    def __post_init__(self) -> None:
        chunk = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY))
        self.request_body = RequestBody({rules.CHUNK: chunk})


# One each: paths of one handler come in another order every time, and so would the description.
@route(UPLOADS, http_method="OPTIONS", status_code=204, tags=["media"], sync_to_thread=False, include_in_schema=False)
def options(limits: Given[Limits]) -> Response[None]:
    """What of tus is spoken here."""
    return _spoken(limits)


@route(ONE, http_method="OPTIONS", status_code=204, tags=["media"], sync_to_thread=False, include_in_schema=False)
def options_of(limits: Given[Limits], upload_id: FromPath[UUID]) -> Response[None]:
    """The same, asked of an upload, whether it is there or not."""
    return _spoken(limits)


def _spoken(limits: Limits) -> Response[None]:
    said = {"tus-version": rules.VERSION, "tus-extension": rules.EXTENSIONS, "tus-max-size": str(limits.sizes.upload_bytes),
            "tus-checksum-algorithm": ",".join(rules.ALGORITHMS)}
    return Response(None, status_code=204, headers=TUS | said)


@post(UPLOADS, operation_class=ChunkUpload, request_max_body_size=None, tags=["media"], responses=CREATE | problems(409, 423),
      response_headers=[ResponseHeader(name="Location", description="Where it goes on.", documentation_only=True)])
async def create(request: Request[Any, Any, Any], db: Given[Db], keys: Given[Keys], storage: Given[Storage], limits: Given[Limits],
                 limiter: Given[RateLimiter], who: Given[Credential | None]) -> Response[None]:
    """Begin an upload (tus creation); its first chunk may come along. Upload-Metadata: filename, filetype, kind."""
    async with db.tx() as tx:
        viewer = await accounts.viewer(tx, keys, limits.sizes, who)
        rules.speaks_tus(request.headers)
        wish = rules.wish(request.headers, limits.sizes)
        limiter.take("uploads_account", viewer.account_id)
        limiter.take("upload_bytes_account", viewer.account_id, wish.bytes)
        upload = await actions.begin(tx, limits.sizes, viewer.account_id, wish)
        row = await actions.found(tx, viewer.account_id, upload)
    if request.headers.get("content-type", "").startswith(rules.CHUNK):
        room = rules.chunk({**request.headers, "upload-offset": "0"}, row, limits.sizes)
        with actions.alone(upload):
            row = await actions.add(db, storage, row, request.stream(), room, rules.checksum(request.headers))
    return Response(None, status_code=201, headers=_place(row) | {"location": f"{request.url.path.rstrip('/')}/{upload}"})


@head(ONE, tags=["media"], responses=problems(400, 401, 404, 412, 429, 503))
async def offset(request: Request[Any, Any, Any], tx: Given[Tx], viewer: Given[Viewer], upload_id: FromPath[UUID]) -> Response[None]:
    """How far an upload is (tus)."""
    rules.speaks_tus(request.headers)
    row = await actions.found(tx, viewer.account_id, upload_id)
    return Response(None, status_code=200, headers=_place(row) | {"upload-length": str(row.bytes)})


@patch(ONE, operation_class=ChunkUpload, status_code=204, request_max_body_size=None, tags=["media"], responses=CHUNK)
async def add(request: Request[Any, Any, Any], db: Given[Db], keys: Given[Keys], storage: Given[Storage], limits: Given[Limits],
              who: Given[Credential | None], limiter: Given[RateLimiter], upload_id: FromPath[UUID]) -> Response[None]:
    """Add a chunk (tus): it is on disk when this is answered."""
    async with db.autocommit() as tx:
        viewer = await accounts.viewer(tx, keys, limits.sizes, who)
        limiter.take("requests_account", viewer.account_id)
        rules.speaks_tus(request.headers)
        await actions.found(tx, viewer.account_id, upload_id)
    async with _heard_out(request, limits.sizes.upload_chunk_bytes):
        with actions.alone(upload_id):
            async with db.autocommit() as tx:
                row = await actions.found(tx, viewer.account_id, upload_id)
            room = rules.chunk(request.headers, row, limits.sizes)
            row = await actions.add(db, storage, row, request.stream(), room, rules.checksum(request.headers))
    return Response(None, status_code=204, headers=_place(row))


@delete(ONE, status_code=204, tags=["media"], responses=problems(400, 401, 403, 404, 409, 412, 423, 429, 503))
async def cancel(request: Request[Any, Any, Any], db: Given[Db], storage: Given[Storage], viewer: Given[Viewer],
                 upload_id: FromPath[UUID]) -> Response[None]:
    """Take an upload back (tus termination)."""
    rules.speaks_tus(request.headers)
    await actions.cancel(db, storage, viewer.account_id, upload_id)
    return Response(None, status_code=204, headers=TUS)


@get(ONE, tags=["media"], responses=problems(400, 401, 404, 429, 503))
async def upload(tx: Given[Tx], viewer: Given[Viewer], upload_id: FromPath[UUID]) -> Upload:
    """How far an upload is, and what becomes of it."""
    row = await actions.found(tx, viewer.account_id, upload_id)
    return Upload(id=row.id, name=row.name, bytes=row.bytes, offset=row.received, expires_at=row.expires_at,
                  media=await media.of(tx, viewer.account_id, upload_id))


@asynccontextmanager
async def _heard_out(request: Request[Any, Any, Any], most: int) -> AsyncIterator[None]:
    """Where a chunk is refused that its sender thought right, it is read to its end: only then do they hear the answer."""
    try:
        yield
    except (Conflict, rules.Busy):
        if not request.is_connected or int(request.headers.get("content-length", 0)) > most:
            raise
        async for _ in request.stream():
            pass
        raise


def _place(row: UploadRow) -> dict[str, str]:
    expires = row.expires_at.strftime("%a, %d %b %Y %H:%M:%S GMT")
    return TUS | {"upload-offset": str(row.received), "upload-expires": expires, "cache-control": "no-store"}


routes = [options, options_of, create, offset, add, cancel, upload]
