"""What is asked and said of uploads."""

from datetime import datetime
from uuid import UUID

import msgspec

from paperplane.media.types import Cut, Media, MediaKind


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
    cut: Cut | None = None


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
    cut_start_ms: int | None = None
    cut_end_ms: int | None = None

    @property
    def cut(self) -> Cut | None:
        return Cut(self.cut_start_ms, self.cut_end_ms) if self.cut_start_ms is not None and self.cut_end_ms is not None else None


class Part(msgspec.Struct, frozen=True):
    at: int
    bytes: int
    object: str
