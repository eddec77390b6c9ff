"""An hour as a watch would have seen it: for whoever looks at the operator's page, and has no hour."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import sin

from msgspec.structs import replace

from paperplane.core.clock import now
from paperplane.operation.types import Sample
from paperplane.operation.watch import EVERY_S, KEPT
from tests.api import Server

QUIET = Sample(
    messages_per_s=0, commit_p50_s=None, commit_p99_s=None, batch_messages=None, sends_waiting=0, sends_refused_per_s=0,
    marks_per_s=0, marks_waiting=0, sockets=180, sockets_cut_per_s=0, frames_per_s=0, frames_dropped_per_s=0,
    requests_per_s=3, request_p99_s=0.04, refusals_per_s=0.1, failures_per_s=0, connections_in_use=1, connections_waiting=0,
    database_failures_per_s=0, database_bytes=84e6, oldest_transaction_s=0, jobs_waiting=0, jobs_held=0,
    loop_lag_p99_s=0.004, memory_bytes=130e6, disk_free_bytes=58e9)


def evening(place: int) -> Sample:
    """Look number `place` of an hour in which people come home and write."""
    tide = 1 + sin(place / 55) + 0.3 * sin(place / 7) + 0.1 * sin(place * 2.7)
    if place % 90 == 40:
        return QUIET        # everybody takes a breath
    return replace(
        QUIET, messages_per_s=round(6 * max(0.0, tide), 2), commit_p50_s=0.003 + 0.001 * abs(sin(place / 3)),
        commit_p99_s=0.011 + 0.006 * abs(sin(place / 9)), batch_messages=1.4, frames_per_s=14 * max(0.0, tide),
        sockets=180 + round(60 * tide), requests_per_s=round(8 + 5 * tide, 2), connections_in_use=round(1 + tide),
        sends_waiting=max(0, place % 50 - 44), sockets_cut_per_s=0.02 if place % 60 == 0 else 0,
        oldest_transaction_s=0.004 * (place % 25), jobs_waiting=max(0, place % 40 - 36),
        loop_lag_p99_s=0.002 + 0.001 * abs(sin(place / 17)), memory_bytes=130e6 + 25_000 * place,
        disk_free_bytes=58e9 - 100_000 * place)


def remember(server: Server, samples: Iterable[Sample]) -> None:
    """As if the watch had seen this, up to now; from here on it looks no more, so that what is shown is this."""
    server.app.watch.look = _asleep  # type: ignore[method-assign]
    seen = list(samples)
    newest: datetime = now()
    server.app.watch.samples.clear()
    for place, one in enumerate(seen):
        server.app.watch.samples.append((newest - timedelta(seconds=EVERY_S * (len(seen) - 1 - place)), one))


async def _asleep() -> None:
    pass


def an_hour() -> list[Sample]:
    return [evening(place) for place in range(KEPT)]
