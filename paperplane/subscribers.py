"""ONE table: what is announced → the job it becomes, and who does that job. Read it to know every side effect."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, NamedTuple

import msgspec

from paperplane.accounts import jobs as accounts
from paperplane.accounts.types import EmailReplaced, ResetAsked, VerificationAsked
from paperplane.core.config import Config
from paperplane.core.db import Connection
from paperplane.core.jobs import Handler, Job, enqueue
from paperplane.core.mail import Mailer
from paperplane.core.storage import Storage
from paperplane.media import jobs as media
from paperplane.media.types import AvatarReplaced
from paperplane.messages import jobs as messages
from paperplane.relations.types import Followed


class Subscriber(NamedTuple):
    """`needs` names the parts of the server that the job is given, in this order."""

    job: str
    run: Callable[..., Awaitable[None]]
    needs: tuple[str, ...] = ()


MAIL = ("mailer", "config")
SUBSCRIBERS: dict[type[msgspec.Struct], Subscriber] = {
    VerificationAsked: Subscriber("mail_verification", accounts.mail_verification, MAIL),
    ResetAsked: Subscriber("mail_reset", accounts.mail_reset, MAIL),
    EmailReplaced: Subscriber("mail_replaced", accounts.mail_replaced, MAIL),
    AvatarReplaced: Subscriber("drop_avatar", media.drop_avatar, ("storage",)),
    Followed: Subscriber("follow_opens_request", messages.follow_opens_request),
}


async def enqueue_all(connection: Connection, events: list[msgspec.Struct]) -> None:
    """Turn what a transaction announced into job rows of the same transaction."""
    await enqueue(connection, [Job(SUBSCRIBERS[type(event)].job, event) for event in events])


def handlers(mailer: Mailer, config: Config, storage: Storage) -> dict[str, Handler]:
    """Who does which job."""
    parts: dict[str, Any] = {"mailer": mailer, "config": config, "storage": storage}
    return {
        to.job: Handler(payload, partial(to.run, *(parts[name] for name in to.needs)) if to.needs else to.run)
        for payload, to in SUBSCRIBERS.items()
    }
