"""Objects (pictures, video, files) in a local folder or an S3, GCS or Azure bucket, by one API."""

import asyncio
import os
from collections.abc import AsyncIterable, AsyncIterator
from datetime import timedelta
from pathlib import Path

import obstore
from obstore.store import AzureStore, GCSStore, LocalStore, ObjectStore, S3Store, from_url

# What is held of a stream at a time: the least that a bucket takes as a part, but for the last.
PIECE = 5 * 1024 * 1024
READ = 256 * 1024


class Storage:
    """Puts, gets, deletes and lists bytes by key. Keys are ours, never a person's words."""

    def __init__(self, store: ObjectStore, folder: Path | None = None) -> None:
        self._store = store
        self._folder = folder

    @classmethod
    def open(cls, data_dir: Path, url: str = "") -> "Storage":
        """The bucket at `url` (`s3://bucket/prefix`, …), or without one the folder `<data_dir>/objects`."""
        if url:
            return cls(from_url(url))
        folder = (data_dir / "objects").resolve()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return cls(LocalStore(prefix=folder), folder)

    async def put(self, key: str, content: bytes) -> None:
        """Store, replacing what was there; readers see the old or the new, whole."""
        await self._store.put_async(key, content)

    async def put_stream(self, key: str, content: AsyncIterable[bytes] | Path, *, kind: str = "", disposition: str = "") -> None:
        """As put, of more than is to be held at once; it is on the disk when this returns. `kind` and `disposition`: how a
        bucket serves it."""
        if self._folder is None:
            said = {"Content-Type": kind, "Content-Disposition": disposition}
            await self._store.put_async(key, content, attributes={name: value for name, value in said.items() if value},
                                        chunk_size=PIECE, max_concurrency=1)
            return
        await self._store.put_async(key, content, chunk_size=PIECE, max_concurrency=1)
        await asyncio.to_thread(_to_disk, self._folder / key)

    async def get(self, key: str) -> bytes | None:
        """The bytes, or None."""
        try:
            found = await self._store.get_async(key)
        except FileNotFoundError:
            return None
        return bytes(await found.bytes_async())

    async def size(self, key: str) -> int | None:
        try:
            return int((await self._store.head_async(key))["size"])
        except FileNotFoundError:
            return None

    async def read(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes from `start` up to `end` (exclusive), in pieces. Raises FileNotFoundError."""
        found = await self._store.get_async(key, options={"range": (start, end)})
        async for piece in found.stream(min_chunk_size=READ):
            yield bytes(piece)

    async def signed(self, key: str, seconds: int) -> str | None:
        """A URL of the bucket's own by which anybody reads it for so long; None where a folder is the storage."""
        if not isinstance(self._store, S3Store | GCSStore | AzureStore):
            return None
        return str(await obstore.sign_async(self._store, "GET", key, timedelta(seconds=seconds)))

    async def delete(self, *keys: str) -> None:
        """Remove; what is not there is no error."""
        for key in keys:
            try:
                await self._store.delete_async(key)
            except FileNotFoundError:
                continue

    async def delete_under(self, prefix: str) -> None:
        """Remove all that stands under a prefix, what a put that was cut off has left there too."""
        await self.delete(*[key async for key in self.keys(prefix)])
        if self._folder is not None:
            await asyncio.to_thread(_remove_folder, self._folder / prefix)

    async def keys(self, prefix: str = "") -> AsyncIterator[str]:
        """Every key, in no particular order."""
        async for page in self._store.list(prefix or None):
            for entry in page:
                yield entry["path"]


def _to_disk(path: Path) -> None:
    """The file, and that it is there."""
    for one in (path, path.parent):
        handle = os.open(one, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _remove_folder(folder: Path) -> None:
    """With what the store hides: files it was writing when it was killed."""
    if folder.is_dir():
        for path in folder.iterdir():
            path.unlink(missing_ok=True)
        folder.rmdir()
