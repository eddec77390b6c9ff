"""The door to media in our folder, by a signed address: in parts where they are asked for, and never as a page."""

from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, route
from litestar.di import NamedDependency as Given
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, Parameter
from litestar.response import Stream

from paperplane.core.errors import AppError, NotFound
from paperplane.core.keys import Keys
from paperplane.core.openapi import PROBLEM_JSON, problems
from paperplane.core.storage import Storage
from paperplane.media.files import actions, rules

SAFE = {"x-content-type-options": "nosniff", "content-security-policy": "default-src 'none'; sandbox", "accept-ranges": "bytes",
        "cross-origin-resource-policy": "same-origin", "referrer-policy": "no-referrer"}
Until = Annotated[int, Parameter(ge=0, le=2**53 - 1)]
Name = Annotated[str | None, Parameter(max_length=1_000)]
Signature = Annotated[str, Parameter(max_length=100)]
ANSWERS = problems(400, 404, 416, 429) | {
    206: ResponseSpec(bytes, generate_examples=False, description="A part of it", media_type="application/octet-stream"),
    304: ResponseSpec(None, generate_examples=False, description="Not Modified")}


@route("/media/files/{media_id:uuid}/{variant:str}", http_method=["GET", "HEAD"], tags=["media"], responses=ANSWERS)
async def file(request: Request[Any, Any, Any], keys: Given[Keys], storage: Given[Storage], media_id: FromPath[UUID], variant: FromPath[str],
               until: Until, sig: Signature, name: Name = None) -> Response[Any]:
    """A variant of a medium, by an address that a message's door gave."""
    left = actions.checked(keys, media_id, variant, until, name, sig)
    key = rules.key(media_id, variant)
    size = await storage.size(key)
    if size is None:
        raise NotFound
    # What was made is never made again: its name is all that its bytes can be told by.
    headers = {**SAFE, "etag": f'"{media_id}-{variant}"', "cache-control": f"private, max-age={left}, immutable"}
    if name is not None:
        headers["content-disposition"] = rules.disposition(name)
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(None, status_code=304, headers=headers)
    asked = request.headers.get("range", "")
    if request.headers.get("if-range", headers["etag"]) != headers["etag"]:
        asked = ""
    return _part(request.method, storage, key, size, asked, headers, rules.content_type(variant))


def _part(method: str, storage: Storage, key: str, size: int, asked: str, headers: dict[str, str], kind: str) -> Response[Any]:
    part = rules.part(asked, size)
    if part is None:
        error = AppError(416, "range_unknown", "There is no such part.", bytes=size)
        return Response(error.problem(), status_code=416, headers={**SAFE, "content-range": f"bytes */{size}"}, media_type=PROBLEM_JSON)
    start, end = part
    status = 206 if end - start < size else 200
    if status == 206:
        headers["content-range"] = f"bytes {start}-{end - 1}/{size}"
    headers["content-length"] = str(end - start)
    content: Iterator[bytes] | AsyncIterator[bytes] = iter(()) if method == "HEAD" else storage.read(key, start, end)
    return Stream(content, status_code=status, headers=headers, media_type=kind)


root_routes = [file]
