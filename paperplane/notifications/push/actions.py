"""A device asks to be told, or no longer; and somebody is told at once."""

import base64
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.errors import Invalid
from paperplane.core.fetching import Fetcher, NotFetched
from paperplane.notifications.push import queries
from paperplane.notifications.push.types import Notice, PushNow, PushRequest

AUTH_BYTES = 16


async def subscribe(tx: Tx, fetcher: Fetcher, viewer: Viewer, asked: PushRequest) -> None:
    """This device is told from now on; of what came before, nothing. Raises Invalid."""
    try:
        fetcher.may_give(asked.endpoint)
    except (NotFetched, ValueError) as error:
        raise Invalid("push_endpoint_invalid", "This is not the address of a push service.", field="endpoint") from error
    try:
        p256dh, auth = _bytes(asked.keys.p256dh), _bytes(asked.keys.auth)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), p256dh)
    except ValueError as error:
        raise Invalid("push_keys_invalid", "These are not the keys of a push subscription.", field="keys") from error
    if len(auth) != AUTH_BYTES:
        raise Invalid("push_keys_invalid", "These are not the keys of a push subscription.", field="keys")
    await queries.subscribe(tx, viewer.session_id, viewer.account_id, asked.endpoint, p256dh, auth)


def push_now(tx: Tx, to: list[UUID], notice: Notice, *, ttl_s: int = 45) -> None:
    """After the commit, to all devices of these at once and with high urgency, past what is chosen and waited for: a call rings."""
    tx.signal(PushNow(account_ids=to, notice=notice, ttl_s=ttl_s))


def _bytes(encoded: str) -> bytes:
    return base64.urlsafe_b64decode(encoded.rstrip("=") + "=" * (-len(encoded.rstrip("=")) % 4))
