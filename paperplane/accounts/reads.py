"""What is shown of accounts: who asks, oneself, one's devices."""

from uuid import UUID

from paperplane.accounts import birth, queries, rules
from paperplane.accounts.types import Avatar, Credential, Device, DeviceRow, Devices, Me, Viewer
from paperplane.core.db import Tx
from paperplane.core.errors import NotFound, SignedOut
from paperplane.core.keys import Keys
from paperplane.core.limits import Sizes


async def viewer_of(tx: Tx, keys: Keys, sizes: Sizes, credential: Credential | None) -> Viewer | None:
    """Who asks, or None. Notes at most once an hour that the session is in use."""
    if credential is None:
        return None
    row = await queries.session_by_token(tx, credential.token_hash, sizes.session_days)
    if row is None:
        return None
    if row.stale:
        await queries.touch_session(tx, row.session_id)
    minor = birth.minor_now(keys, row.account_id, row.birth_date)
    return Viewer(row.account_id, row.session_id, row.handle, minor, row.locale, row.operator)


async def viewer(tx: Tx, keys: Keys, sizes: Sizes, credential: Credential | None) -> Viewer:
    """As viewer_of. Raises SignedOut where it is nobody."""
    found = await viewer_of(tx, keys, sizes, credential)
    if found is None:
        raise SignedOut
    return found


async def me(tx: Tx, keys: Keys, account: UUID) -> Me:
    row = await queries.me(tx, account)
    if row is None:
        raise NotFound
    minor = birth.minor_now(keys, row.id, row.birth_date)
    return Me(id=row.id, handle=row.handle, display_name=row.display_name, avatar=Avatar.of(row.avatar_id),
              email=row.email, email_verified=row.email_verified, private=row.private,
              show_typing=row.show_typing, show_recording=row.show_recording, show_presence=row.show_presence,
              show_receipts=row.show_receipts, mentions_reach=row.mentions_reach,
              relay_calls=rules.relays_calls(row.relay_calls, minor=minor), quiet_hours=row.quiet_hours, locale=row.locale,
              minor=minor, operator=row.operator, created_at=row.created_at)


async def devices(tx: Tx, viewer: Viewer, sizes: Sizes) -> Devices:
    rows = await queries.devices(tx, viewer.account_id, sizes.session_days)
    return Devices([device(row, viewer) for row in rows])


def device(row: DeviceRow, viewer: Viewer) -> Device:
    return Device(row.id, row.name, row.created_at, row.last_seen_at, current=row.id == viewer.session_id)
