"""An upload is begun, grows by chunks that are on disk before they are acknowledged, is taken back, or has had its time."""

import hashlib
import hmac
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

from paperplane.core.db import Db, Tx
from paperplane.core.errors import Conflict, Invalid, NotFound, TooLarge, TooMany
from paperplane.core.ids import new_id
from paperplane.core.limits import Sizes
from paperplane.core.loops import repeat
from paperplane.core.storage import Storage
from paperplane.media import queries as media
from paperplane.media.types import UploadWhole
from paperplane.media.uploads import queries, rules
from paperplane.media.uploads.types import Checksum, Part, UploadRow, UploadWish

EVERY_S = 60.0
BATCH = 20
# Uploads to which a part is coming just now. Between processes, whoever commits first wins.
_busy: set[UUID] = set()


async def begin(tx: Tx, sizes: Sizes, owner: UUID, wish: UploadWish) -> UUID:
    await queries.lock_owner(tx, owner)
    if await queries.open_count(tx, owner) >= sizes.uploads_open:
        raise TooMany("uploads_open", 60)
    upload = new_id()
    await queries.insert(tx, upload, owner, wish, sizes.upload_expire_h)
    return upload


async def found(tx: Tx, owner: UUID, upload: UUID) -> UploadRow:
    """Through the owner: NotFound for everybody else, and once it has had its time."""
    row = await queries.of(tx, owner, upload)
    if row is None:
        raise NotFound
    return row


@contextmanager
def alone(upload: UUID) -> Iterator[None]:
    """One part of an upload comes at a time."""
    if upload in _busy:
        raise rules.Busy
    _busy.add(upload)
    try:
        yield
    finally:
        _busy.discard(upload)


async def add(db: Db, storage: Storage, upload: UploadRow, content: AsyncIterator[bytes], room: int, checksum: Checksum | None) -> UploadRow:
    """Keep a chunk, and say so; the upload with it. No connection is held while it comes.

    Where it ends too early, what has come is kept, unless it cannot be told from something else.
    """
    arriving = _Arriving(content, room, checksum)
    key = f"{folder(upload.id)}{upload.received:016}-{uuid4()}"
    try:
        await storage.put_stream(key, arriving)
        arriving.check()
    except BaseException:
        await storage.delete(key)
        raise
    further = await _noted(db, upload.id, Part(upload.received, arriving.bytes, key)) if arriving.bytes else upload
    if further is None or not arriving.bytes:
        await storage.delete(key)
    if further is None:
        raise Conflict("offset", "The upload is at another place by now.")
    return further


async def _noted(db: Db, upload: UUID, part: Part) -> UploadRow | None:
    """With this part; None where another was quicker.

    Where it raises, the part may be noted all the same, and only the answer lost on its way: whoever has put its object
    down leaves it there, for it goes with the upload's folder in the end.
    """
    async with db.tx() as tx:
        further = await queries.add_part(tx, upload, part)
        if further is not None and further.received == further.bytes:
            await media.insert(tx, further)
            tx.announce(UploadWhole(further.id))
    return further


class _Arriving:
    """The bytes of a chunk as they come: counted, weighed, and compared with what was said of them."""

    def __init__(self, content: AsyncIterator[bytes], room: int, checksum: Checksum | None) -> None:
        self._content = content
        self._room = room
        self._checksum = checksum
        self._hash = hashlib.new(checksum.algorithm, usedforsecurity=False) if checksum else None
        self.bytes = 0

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._pieces()

    async def _pieces(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._content:
                self.bytes += len(piece)
                if self.bytes > self._room:
                    raise TooLarge(413, "upload_chunk_bytes")
                if self._hash is not None:
                    self._hash.update(piece)
                if piece:
                    yield piece
        except Invalid:
            # The other side is gone: it asks where we are when it comes back.
            return

    def check(self) -> None:
        if self._hash is not None and self._checksum is not None and not hmac.compare_digest(self._hash.digest(), self._checksum.digest):
            raise rules.Mismatch


async def cancel(db: Db, storage: Storage, owner: UUID, upload: UUID) -> None:
    """Nothing of it is kept; what was made of it goes by itself where it is not sent. Not while that is at work."""
    with alone(upload):
        async with db.tx() as tx:
            await found(tx, owner, upload)
            now = await media.of(tx, owner, upload)
            if now is not None and now.state == "making":
                raise Conflict("being_made", "This file is being made ready just now.")
            await queries.delete(tx, upload)
        await storage.delete_under(folder(upload))


async def expire(db: Db, storage: Storage) -> None:
    """Remove what nobody has finished, as long as the server runs."""
    async def step() -> bool:
        async with db.tx() as tx:
            gone = await queries.expired(tx, BATCH)
            # Their objects first: what a kill leaves between the two is found again.
            for upload in gone:
                await storage.delete_under(folder(upload))
                await queries.delete(tx, upload)
        return len(gone) == BATCH
    await repeat("uploads", step, EVERY_S)


def folder(upload: UUID) -> str:
    return f"uploads/{upload}/"
