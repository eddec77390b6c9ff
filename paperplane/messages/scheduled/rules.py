"""What may be sent later, and when. Pure: raises NotFound, Denied, Conflict or Invalid."""

from datetime import datetime, timedelta

from paperplane.core.errors import Conflict, Denied, Invalid, NotFound
from paperplane.core.limits import Sizes
from paperplane.messages import rules
from paperplane.messages.bodies.types import Spoken
from paperplane.messages.types import Head, Sending


def may_schedule(head: Head, sending: Sending, body: Spoken, sizes: Sizes, at: datetime) -> None:
    """Only where one may write freely now. When its time comes it is judged once more."""
    if sending == "closed":
        raise NotFound
    if sending in ("waiting", "one_text") or head.state != "accepted":
        raise Denied("not_open", "This has to wait until you two can talk freely.")
    rules.may_send(sending, body, sizes, last_seq=head.last_seq, at=at)
    rules.may_name(head, body)


def send_at(wanted: datetime, sizes: Sizes, at: datetime) -> datetime:
    if wanted.tzinfo is None or not (timedelta(seconds=sizes.schedule_min_s) <= wanted - at
                                     <= timedelta(days=sizes.schedule_max_days)):
        raise Invalid("send_at_invalid", "Choose a time from a minute on, within a year.", field="send_at",
                      least=sizes.schedule_min_s, most=sizes.schedule_max_days)
    return wanted


def has_room(count: int, sizes: Sizes) -> None:
    if count >= sizes.scheduled:
        raise Conflict("too_many_scheduled", f"At most {sizes.scheduled} messages can wait to be sent.",
                       limit="scheduled", most=sizes.scheduled)


def may_touch(*, leaving: bool) -> None:
    if leaving:
        raise Conflict("on_its_way", "This message is being sent at this moment.")
