"""A mail is due, and goes; and who wants no more of them has said so by its link."""

from datetime import datetime, timedelta
from uuid import UUID

from paperplane.core.clock import now
from paperplane.core.config import Config
from paperplane.core.db import Db, Tx
from paperplane.core.errors import NotFound
from paperplane.core.keys import Keys
from paperplane.core.loops import repeat
from paperplane.core.mail import Mailer
from paperplane.notifications.digest import queries, rules, words
from paperplane.notifications.digest.types import DigestDue

EVERY_S = 1800.0
AT_ONCE = 200
PURPOSE = "stop_digest"


async def mail_on(db: Db) -> None:
    """Look through all accounts again and again, as long as the server runs."""
    after = UUID(int=0)

    async def step() -> bool:
        nonlocal after
        async with db.tx() as tx:
            last = await look(tx, after)
        after = last or UUID(int=0)
        return last is not None
    await repeat("digest", step, EVERY_S)


async def look(tx: Tx, after: UUID = UUID(int=0)) -> UUID | None:  # noqa: B008 - a constant
    """Announce the mails of a batch of accounts; where it ended, None at the end of all."""
    found = [one for one in await queries.waiting(tx, after, AT_ONCE) if rules.is_due(one, now())]
    if found:
        await queries.set_mailed(tx, [one.id for one in found])
    for one in found:
        tx.announce(DigestDue(one.id, one.email, one.handle, one.locale, one.names, one.conversations, one.requests))
    return await queries.last_looked_at(tx, after, AT_ONCE)


async def send(tx: Tx, mailer: Mailer, config: Config, keys: Keys, due: DigestDue) -> None:
    """Unless it is no longer wanted."""
    if await queries.wanted(tx, due.account_id, due.to):
        await mailer.send(words.written(due, origin=config.origin, token=token_of(keys, due.account_id, now(), config.limits.sizes.digest_link_days), server=config.server_name))


async def stop(tx: Tx, keys: Keys, token: str) -> None:
    await queries.stop(tx, whose(keys, token))


def token_of(keys: Keys, account: UUID, at: datetime, days: int) -> str:
    """Who finds an old mail can do nothing with it; whoever still wants no more of them gets a new one each time."""
    said = f"{account.hex}.{int((at + timedelta(days=days)).timestamp()):x}"
    return f"{said}.{keys.sign(PURPOSE, said)}"


def whose(keys: Keys, token: str) -> UUID:
    """Raises NotFound for a token that is not ours, or has had its time."""
    said, _, signature = token.rpartition(".")
    if not keys.verify(PURPOSE, said, signature):
        raise NotFound
    account, _, until = said.partition(".")
    if int(until, 16) <= now().timestamp():
        raise NotFound
    return UUID(account)
