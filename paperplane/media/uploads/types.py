"""What is asked and said of uploads."""

from datetime import datetime
from uuid import UUID

import msgspec

from paperplane.media.types import Media, MediaKind


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """How far it is: `offset` of `bytes` are on disk. `media`: what becomes of it, once it is whole."""

    id: UUID
    name: str
    bytes: int
    offset: int
    expires_at: datetime
    media: Media | None = None


class UploadWish(msgspec.Struct, frozen=True):
    """What a client says of the file that it is about to bring."""

    bytes: int
    name: str
    kind: MediaKind | None


class Checksum(msgspec.Struct, frozen=True):
    """What a chunk's bytes come to, by whom they were sent."""

    algorithm: str
    digest: bytes


# Rows


class UploadRow(msgspec.Struct, frozen=True):
    id: UUID
    owner_id: UUID
    name: str
    wish: MediaKind | None
    bytes: int
    received: int
    parts: int
    expires_at: datetime


class Part(msgspec.Struct, frozen=True):
    at: int
    bytes: int
    object: str
