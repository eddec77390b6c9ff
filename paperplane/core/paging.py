"""Opaque cursors: the sort key of the last row, in a form clients have no reason to read."""

import base64
import binascii
from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec

from paperplane.core.errors import Invalid

K = TypeVar("K")


def cursor_of(key: Any) -> str:
    """The cursor that continues after the row with this sort key."""
    return base64.urlsafe_b64encode(msgspec.json.encode(key)).decode().rstrip("=")


def key_of(cursor: str, key_type: type[K]) -> K:
    """The sort key in a cursor; anything that is not one of ours is Invalid `bad_cursor`."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        key = msgspec.json.decode(base64.b64decode(padded, altchars=b"-_", validate=True), type=key_type)
        _reckon(key)
    except (binascii.Error, ValueError, OverflowError, msgspec.MsgspecError) as error:
        raise Invalid("bad_cursor", "This cursor is not one that the server gave.") from error
    return key


def _reckon(key: object) -> None:
    """Raises OverflowError for a time that has no name in UTC, which the database reckons in, and ValueError for what it
    cannot keep in a text."""
    parts = msgspec.structs.astuple(key) if isinstance(key, msgspec.Struct) else key
    for part in parts if isinstance(parts, tuple) else ():
        if isinstance(part, datetime):
            part.astimezone(UTC)
        if isinstance(part, str) and "\x00" in part:
            raise ValueError(part)
