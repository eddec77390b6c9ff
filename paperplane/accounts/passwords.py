"""Password hashes (argon2id, RFC 9106), made in threads of their own: outside transactions, few at once."""

import asyncio
import base64
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TypeVar

import msgspec
from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from paperplane.core.config import Argon2
from paperplane.core.errors import TooMany

# A hash takes 64 MiB and most of a core: a flood waits in line, and a long line is turned away.
AT_ONCE = 2
MOST_WAITING = 100
HASH_BYTES = 32
SALT_BYTES = 16

T = TypeVar("T")
_threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="argon2")
_waiting = 0


class Verdict(msgspec.Struct, frozen=True):
    """Whether the password is right; and its hash anew where the configured cost has changed since."""

    right: bool
    renewed: str | None = None


async def hashed(cost: Argon2, password: str) -> str:
    """A new hash, with a salt of its own."""
    return await _in_line(_hash, cost, password)


async def verified(cost: Argon2, password_hash: str | None, password: str) -> Verdict:
    """Compare. Without a hash (nobody has that handle) the same work is done, so the time tells nothing."""
    return await _in_line(_verify, cost, password_hash, password)


def _hash(cost: Argon2, password: str) -> str:
    return _hasher(cost).hash(_same(password))


def _verify(cost: Argon2, password_hash: str | None, password: str) -> Verdict:
    hasher = _hasher(cost)
    try:
        hasher.verify(password_hash or _nobodys(cost), _same(password))
    except (VerificationError, InvalidHashError):
        return Verdict(right=False)
    if password_hash is None:
        return Verdict(right=False)
    return Verdict(right=True, renewed=_hash(cost, password) if hasher.check_needs_rehash(password_hash) else None)


def _same(password: str) -> str:
    """One form for what keyboards spell in several (RFC 8265, section 4.2.1, composes passwords too)."""
    return unicodedata.normalize("NFC", password)


@lru_cache
def _hasher(cost: Argon2) -> PasswordHasher:
    return PasswordHasher(time_cost=cost.passes, memory_cost=cost.memory_kib, parallelism=cost.lanes,
                          hash_len=HASH_BYTES, salt_len=SALT_BYTES, type=Type.ID)


def _nobodys(cost: Argon2) -> str:
    """A hash of this cost that no password has, in the PHC string format."""
    salt, digest = (base64.b64encode(bytes(size)).decode().rstrip("=") for size in (SALT_BYTES, HASH_BYTES))
    return f"$argon2id$v=19$m={cost.memory_kib},t={cost.passes},p={cost.lanes}${salt}${digest}"


async def _in_line(work: Callable[..., T], *args: object) -> T:
    global _waiting
    if _waiting >= MOST_WAITING:
        raise TooMany("passwords_at_once", 5)
    _waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_threads, work, *args)
    finally:
        _waiting -= 1
