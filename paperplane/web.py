"""The web client: files built by `bin/setup`, served from memory with the headers that keep a page to itself."""

import hashlib
import mimetypes
from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

DIST = Path(__file__).parent / "web_dist"
FOREVER = "public, max-age=31536000, immutable"
CHECK_FIRST = "no-cache"
COMPRESSED = {".br": "br", ".gz": "gzip"}

SAFE = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
]


def policy(elsewhere: str = "") -> bytes:
    """What a page may load, and from where. `elsewhere`: an origin from which pictures, videos and sounds may come besides."""
    media = f"'self' {elsewhere}".rstrip()
    return (f"default-src 'self'; img-src {media} blob: data:; media-src {media} blob:; style-src 'self' 'unsafe-inline'; "
            f"font-src 'self'; connect-src {media}; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'").encode()


Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class File(NamedTuple):
    body: bytes
    etag: bytes
    content_type: bytes
    cache: bytes
    encoded: dict[str, bytes]


class WebClient:
    """An ASGI application: a file by its path, and the client's one page for every other address."""

    def __init__(self, dist: Path = DIST, elsewhere: str = "") -> None:
        self._safe = [*SAFE, (b"content-security-policy", policy(elsewhere))]
        self._files = _files(dist)

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            await _answer(send, 405, [(b"allow", b"GET, HEAD")], b"")
            return
        path = scope["path"]
        file = self._files.get(path)
        if file is None and (path.startswith("/_app/") or "/index.html" not in self._files):
            await _answer(send, 404, [(b"content-type", b"text/plain")], b"There is nothing here.\n")
            return
        headers = dict(scope["headers"])
        await self._give(send, file or self._files["/index.html"], headers, with_body=scope["method"] == "GET")

    async def _give(self, send: Send, file: File, asked: dict[bytes, bytes], *, with_body: bool) -> None:
        headers = [*self._safe, (b"etag", file.etag), (b"cache-control", file.cache), (b"content-type", file.content_type),
                   (b"vary", b"accept-encoding")]
        if asked.get(b"if-none-match") == file.etag:
            await _answer(send, 304, headers, b"")
            return
        body = file.body
        accepted = asked.get(b"accept-encoding", b"").decode("latin-1")
        for encoding, encoded in file.encoded.items():
            if encoding in accepted:
                headers.append((b"content-encoding", encoding.encode()))
                body = encoded
                break
        await _answer(send, 200, headers, body, with_body=with_body)


async def _answer(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes, *,
                  with_body: bool = True) -> None:
    if status != 304:
        headers = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body if with_body else b""})


@cache
def _files(dist: Path) -> dict[str, File]:
    """By path, as they are when the process first asks."""
    return {"/" + path.relative_to(dist).as_posix(): _read(dist, path)
            for path in dist.rglob("*") if path.is_file() and path.suffix not in COMPRESSED}


def _read(dist: Path, path: Path) -> File:
    body = path.read_bytes()
    kind = "application/manifest+json" if path.suffix == ".webmanifest" else \
        mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    text = kind.startswith("text/") or kind.endswith(("javascript", "json", "+xml"))
    lasting = path.is_relative_to(dist / "_app" / "immutable")
    return File(
        body=body, etag=b'"' + hashlib.sha256(body).hexdigest()[:32].encode() + b'"',
        content_type=(kind + ("; charset=utf-8" if text else "")).encode(),
        cache=(FOREVER if lasting else CHECK_FIRST).encode(),
        encoded={name: path.with_name(path.name + suffix).read_bytes() for suffix, name in COMPRESSED.items()
                 if path.with_name(path.name + suffix).exists()})
