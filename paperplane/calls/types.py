"""What is said of calls: how one stands, what two devices tell each other, the frames, what is announced."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from paperplane.accounts.types import SIZES, at_most
from paperplane.messages.bodies.types import Outcome

State = Literal["ringing", "active", "over"]


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """How a call stands. `rings_s`: for how long it still rings; `outcome`: what became of one that is over. "busy": who is
    called talks with somebody else, and finds a missed call."""

    id: UUID
    conversation_id: UUID
    caller: UUID
    callee: UUID
    video: bool
    state: State
    outcome: Outcome | Literal["busy"] | None
    began_at: datetime
    answered_at: datetime | None
    rings_s: float


class Description(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a device offers to send and take, or answers to that (RFC 8829)."""

    type: Literal["offer", "answer"]
    sdp: Annotated[str, msgspec.Meta(pattern=r"^v=0\r?\n", max_length=SIZES.call_sdp_chars)]


class Candidate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a device may be reached (RFC 8838); empty: it knows of no more."""

    candidate: Annotated[str, at_most(SIZES.call_candidate_chars)]
    mid: Annotated[str, at_most(64)] | None = None
    line: Annotated[int, msgspec.Meta(ge=0, le=64)] | None = None
    ufrag: Annotated[str, at_most(256)] | None = None


class IceServer(msgspec.Struct, frozen=True):
    urls: list[str]
    username: str | None = None
    credential: str | None = None


class Ice(msgspec.Struct, frozen=True):
    """By which servers a device finds its way to the other; `relay`: only by those that hide its address."""

    ice_servers: list[IceServer]
    relay: bool


# Pushed frames


class CallFrame(msgspec.Struct, frozen=True, tag_field="op", tag="call"):
    """How a call stands from now on: to all devices of both."""

    call: Call


class CallOkFrame(msgspec.Struct, frozen=True, tag_field="op", tag="call_ok"):
    """To the device that asked: this is done, and the call stands so."""

    client_id: UUID
    call: Call


class SignalFrame(msgspec.Struct, frozen=True, tag_field="op", tag="call_signal", omit_defaults=True):
    """What the other device says."""

    call_id: UUID
    description: Description | None = None
    candidate: Candidate | None = None


# Announced


class Ringing(msgspec.Struct, frozen=True):
    """Somebody is called, on every device of theirs."""

    call_id: UUID
    conversation_id: UUID
    caller_id: UUID
    callee_id: UUID
    video: bool


class RingingOver(msgspec.Struct, frozen=True):
    """It rings no longer: answered (`outcome` null), or not. `n`: a missed call counts as unread by this number."""

    call_id: UUID
    conversation_id: UUID
    caller_id: UUID
    callee_id: UUID
    outcome: Outcome | None
    n: int | None


# Rows


class CallRow(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    conversation_id: UUID
    caller_id: UUID
    caller_session: UUID
    callee_id: UUID
    callee_session: UUID | None
    video: bool
    caller_relay: bool
    callee_relay: bool
    began_at: datetime
    answered_at: datetime | None
    talking_at: datetime | None
    rings_s: float


class Party(msgspec.Struct, frozen=True):
    """One of the two, as far as rules ask."""

    id: UUID
    birth_date: bytes
    relay_calls: bool | None
