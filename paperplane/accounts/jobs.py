"""What happens after: mails. A token is made in the job, so that it is never at rest anywhere but as its hash."""

from datetime import timedelta
from uuid import UUID

from paperplane.accounts import credential, mails, queries, rules
from paperplane.accounts.types import RESET, VERIFY, EmailReplaced, Purpose, ResetAsked, VerificationAsked
from paperplane.core import clock
from paperplane.core.config import Config
from paperplane.core.db import Tx
from paperplane.core.mail import Mailer


async def mail_verification(mailer: Mailer, config: Config, tx: Tx, event: VerificationAsked) -> None:
    whose = await queries.addressee(tx, event.account_id)
    if whose is None:
        return
    link = await _link(tx, config, event.account_id, VERIFY, event.email, "verify-email")
    await mailer.send(mails.verification(
        whose.locale, event.email, handle=whose.handle, link=link, hours=config.limits.sizes.mailed_token_h,
        server=config.server_name))


async def mail_reset(mailer: Mailer, config: Config, tx: Tx, event: ResetAsked) -> None:
    whose = await queries.reachable(tx, rules.handle_of(event.login))
    if whose is None:
        return
    link = await _link(tx, config, whose.id, RESET, whose.email, "reset-password")
    await mailer.send(mails.reset(
        whose.locale, whose.email, handle=whose.handle, link=link, hours=config.limits.sizes.mailed_token_h,
        server=config.server_name))


async def mail_replaced(mailer: Mailer, config: Config, tx: Tx, event: EmailReplaced) -> None:
    whose = await queries.addressee(tx, event.account_id)
    if whose is not None:
        await mailer.send(mails.replaced(whose.locale, event.old_email, handle=whose.handle,
                                         server=config.server_name))


async def _link(tx: Tx, config: Config, account: UUID, purpose: Purpose, email: str, page: str) -> str:
    """The token stands after the #, which browsers send to no server and no log keeps."""
    token = credential.new_token()
    until = clock.now() + timedelta(hours=config.limits.sizes.mailed_token_h)
    await queries.replace_token(tx, credential.hash_of(token), account, purpose, email, until)
    return f"{config.origin}/{page}#{token}"
