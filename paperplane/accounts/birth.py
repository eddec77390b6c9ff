"""Birth dates: sealed in the database, opened to compute an age, never shown and never stored as an age."""

from datetime import date
from functools import lru_cache
from uuid import UUID

from paperplane.accounts.rules import is_minor
from paperplane.core import clock
from paperplane.core.keys import Keys


def seal(keys: Keys, account_id: UUID, born: date) -> bytes:
    """Encrypted, bound to this account: moved to another row it does not open."""
    return keys.seal(born.isoformat().encode(), account_id.bytes)


@lru_cache(maxsize=100_000)
def unseal(keys: Keys, account_id: UUID, sealed: bytes) -> date:
    """The date. Cached, since every list and every send asks. Raises ValueError where it is not of this account."""
    return date.fromisoformat(keys.open(sealed, account_id.bytes).decode())


def minor_now(keys: Keys, account_id: UUID, sealed: bytes) -> bool:
    """Whether this account's owner is a minor today."""
    return is_minor(unseal(keys, account_id, sealed), clock.today())
