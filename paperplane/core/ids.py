"""Ids are UUIDv7 (RFC 9562, section 5.7): ordered by the time they were made."""

from uuid import UUID

import uuid_utils


def new_id() -> UUID:
    return UUID(int=uuid_utils.uuid7().int)
