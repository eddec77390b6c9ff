"""Objects (pictures, later video) in a local folder or an S3, GCS or Azure bucket, by one API."""

from collections.abc import AsyncIterator
from pathlib import Path

from obstore.store import LocalStore, ObjectStore, from_url


class Storage:
    """Puts, gets, deletes and lists bytes by key. Keys are ours, never a person's words."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    @classmethod
    def open(cls, data_dir: Path, url: str = "") -> "Storage":
        """The bucket at `url` (`s3://bucket/prefix`, …), or without one the folder `<data_dir>/objects`."""
        if url:
            return cls(from_url(url))
        folder = data_dir / "objects"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return cls(LocalStore(prefix=folder.resolve()))

    async def put(self, key: str, content: bytes) -> None:
        """Store, replacing what was there; readers see the old or the new, whole."""
        await self._store.put_async(key, content)

    async def get(self, key: str) -> bytes | None:
        """The bytes, or None."""
        try:
            found = await self._store.get_async(key)
        except FileNotFoundError:
            return None
        return bytes(await found.bytes_async())

    async def delete(self, *keys: str) -> None:
        """Remove; what is not there is no error."""
        for key in keys:
            try:
                await self._store.delete_async(key)
            except FileNotFoundError:
                continue

    async def keys(self, prefix: str = "") -> AsyncIterator[str]:
        """Every key, in no particular order."""
        async for page in self._store.list(prefix or None):
            for entry in page:
                yield entry["path"]
