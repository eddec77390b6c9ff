"""Ids are UUIDv7 (RFC 9562, section 5.7): ordered by the time they were made."""

from uuid import UUID

from uuid_utils import compat


def new_id() -> UUID:
    made: UUID = compat.uuid7()
    return made
