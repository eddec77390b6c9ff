"""What is asked of a conversation's timer."""

from typing import Annotated

import msgspec


class TimerRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For how many seconds what is said from now on stays; null: for good."""

    timer_s: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)] | None
