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
from paperplane.messages import jobs as messages
from paperplane.relations.types import Followed


class Subscriber(NamedTuple):
    """`needs_mail`: the job is also given the mailer and the settings."""

    job: str
    run: Callable[..., Awaitable[None]]
    needs_mail: bool = False


SUBSCRIBERS: dict[type[msgspec.Struct], Subscriber] = {
    VerificationAsked: Subscriber("mail_verification", accounts.mail_verification, needs_mail=True),
    ResetAsked: Subscriber("mail_reset", accounts.mail_reset, needs_mail=True),
    EmailReplaced: Subscriber("mail_replaced", accounts.mail_replaced, needs_mail=True),
    Followed: Subscriber("follow_opens_request", messages.follow_opens_request),
}


async def enqueue_all(connection: Connection, events: list[msgspec.Struct]) -> None:
    """Turn what a transaction announced into job rows of the same transaction."""
    await enqueue(connection, [Job(SUBSCRIBERS[type(event)].job, event) for event in events])


def handlers(mailer: Mailer, config: Config) -> dict[str, Handler]:
    """Who does which job."""
    given: tuple[Any, ...] = (mailer, config)
    return {
        to.job: Handler(payload, partial(to.run, *given) if to.needs_mail else to.run)
        for payload, to in SUBSCRIBERS.items()
    }
