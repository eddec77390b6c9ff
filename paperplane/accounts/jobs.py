"""What happens after: mails. A mail server may take its time: the job that waits for it asks the database nothing."""

from paperplane.accounts import links, mails, queries, rules
from paperplane.accounts.types import RESET, MailDue, ResetAsked
from paperplane.core.config import Config
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.core.mail import Mailer


async def find_reset(config: Config, keys: Keys, tx: Tx, event: ResetAsked) -> None:
    whose = await queries.reachable(tx, rules.handle_of(event.login))
    if whose is not None:
        await links.send(tx, keys, config.limits.sizes, RESET, whose)


async def send_mail(mailer: Mailer, config: Config, keys: Keys, _tx: Tx, event: MailDue) -> None:
    link = ""
    if event.kind != "email_replaced":
        # The token stands after the #, which browsers send to no server and no log keeps.
        link = f"{config.origin}/{mails.PAGES[event.kind]}#{links.token_of(keys, event.kind, event.nonce)}"
    await mailer.send(mails.written(event, link=link, hours=config.limits.sizes.mailed_token_h,
                                    server=config.server_name))
