"""Links in mails. A token is made of a nonce and a key of the server: the database alone opens none of them."""

from datetime import timedelta

from paperplane.accounts import credential, queries
from paperplane.accounts.types import MailDue, Purpose, Reachable
from paperplane.core import clock
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.core.limits import Sizes


async def send(tx: Tx, keys: Keys, sizes: Sizes, purpose: Purpose, to: Reachable) -> None:
    """Mail a link to somebody. It replaces those of earlier mails."""
    nonce = credential.new_token()
    token_hash = credential.hash_of(token_of(keys, purpose, nonce))
    until = clock.now() + timedelta(hours=sizes.mailed_token_h)
    await queries.replace_token(tx, token_hash, to.id, purpose, to.email, until)
    tx.announce(MailDue(purpose, to.email, to.handle, to.locale, nonce))


def token_of(keys: Keys, purpose: Purpose, nonce: str) -> str:
    return keys.sign(purpose, nonce)
