"""What can be chosen, and what is signalled or announced of a choice."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

Shown = Literal["everyone", "friends", "nobody"]
# A `$` lets one line end follow, hence the length.
ClockTime = Annotated[str, msgspec.Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", max_length=5)]


class QuietHours(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}, forbid_unknown_fields=True):
    """From when to when, by the clock of a zone, somebody wants to be left in peace; over midnight where `from` is later."""

    start: ClockTime
    end: ClockTime
    zone: Annotated[str, msgspec.Meta(max_length=60)]


class PresenceSwitched(msgspec.Struct, frozen=True):
    """Signalled: to whom this account shows that it is here."""

    account_id: UUID
    show: Shown


class ReceiptsSwitched(msgspec.Struct, frozen=True):
    """Announced: this account shows what it has read, or shows it no longer."""

    account_id: UUID
