"""Who may set a timer, and to what. Pure: raises NotFound, Denied or Invalid."""

from paperplane.core.errors import Denied, Invalid, NotFound
from paperplane.core.limits import Sizes
from paperplane.messages.rules import has_rank
from paperplane.messages.types import Head, Sending


def may_set(head: Head, sending: Sending) -> None:
    """Either of two who talk freely; in a group whoever may change its title."""
    if sending == "closed":
        raise NotFound
    if sending in ("waiting", "one_text") or head.state != "accepted":
        raise Denied("not_open", "This has to wait until you two can talk freely.")
    if head.permissions is not None and not has_rank(head.role, head.permissions.edit):
        raise Denied("not_allowed", "In this group that is for others to do.")


def timer(timer_s: int | None, sizes: Sizes) -> int | None:
    if timer_s is not None and not sizes.timer_min_s <= timer_s <= sizes.timer_max_s:
        raise Invalid("timer_invalid", "Messages can disappear after a minute at the earliest and a year at the latest.",
                      field="timer_s", least=sizes.timer_min_s, most=sizes.timer_max_s)
    return timer_s
