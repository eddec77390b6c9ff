"""What is announced of media that messages refer to."""

from uuid import UUID

import msgspec


class Unattached(msgspec.Struct, frozen=True):
    """Announced: somebody no longer refers to these media."""

    media_ids: list[UUID]
