"""What is asked and answered of what can be seen once."""

from uuid import UUID

import msgspec


class ViewRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same `client_id` again, soon after, is answered as the first: its answer may have been lost."""

    client_id: UUID


class Opened(msgspec.Struct, frozen=True):
    """Where a medium's variants are, by their names."""

    media_id: UUID
    addresses: dict[str, str]


class View(msgspec.Struct, frozen=True):
    media: list[Opened]
