"""A call is told of at once, and taken back when it rings no longer. In quiet hours nothing rings."""

from typing import NamedTuple

from paperplane.accounts.types import Avatar, Locale
from paperplane.calls import queries as calls
from paperplane.calls.types import Ringing, RingingOver
from paperplane.core.clock import now
from paperplane.core.config import Config
from paperplane.core.db import Tx
from paperplane.core.text import line
from paperplane.messages.streaks.rules import quiet_until
from paperplane.notifications.push.actions import push_now
from paperplane.notifications.push.types import Notice
from paperplane.notifications.push.words import NAME_CHARS
from paperplane.notifications.ringing import queries

# A device that was off hears of a missed call for this long.
MISSED_TTL_S = 24 * 3600


class Words(NamedTuple):
    calls: str
    video: str
    missed: str


WORDS: dict[Locale, Words] = {
    "en": Words("Call", "Video call", "Missed call"),
    "es": Words("Llamada", "Videollamada", "Llamada perdida"),
}


async def ring(tx: Tx, config: Config, event: Ringing) -> None:
    """Where it still rings: a job may come late."""
    call = await calls.call(tx, event.call_id, config.limits.sizes.call_ring_s)
    if call is not None and call.callee_session is None:
        await _tell(tx, config, event, "video" if event.video else "calls", round(config.limits.sizes.call_ring_s))


async def stop(tx: Tx, config: Config, event: RingingOver) -> None:
    """What rang goes, or says that it was missed."""
    if event.outcome == "missed":
        await _tell(tx, config, event, "missed", MISSED_TTL_S)
    else:
        push_now(tx, [event.callee_id], Notice(kind="clear", tag=_tag(event)), ttl_s=MISSED_TTL_S)


async def _tell(tx: Tx, config: Config, event: Ringing | RingingOver, word: str, ttl_s: int) -> None:
    rung = await queries.rung(tx, event.callee_id, event.caller_id)
    if rung is None or (rung.quiet_hours and quiet_until(rung.quiet_hours, now())):
        return
    hidden = rung.content == "nothing"
    picture = None if hidden else Avatar.of(rung.caller_avatar)
    push_now(tx, [event.callee_id], Notice(
        kind="show" if word == "missed" else "call", tag=_tag(event),
        title=config.server_name if hidden else line(rung.caller_name)[:NAME_CHARS],
        body=getattr(WORDS[rung.locale], word), url=f"/inbox/{event.conversation_id}",
        icon=picture.medium if picture else None, fresh=True), ttl_s=ttl_s)


def _tag(event: Ringing | RingingOver) -> str:
    return f"call-{event.call_id}"
