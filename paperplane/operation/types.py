"""What an operator is told."""

from datetime import datetime

import msgspec

from paperplane.core.jobs import HeldJob


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """One look. Rates are of the time since the look before; null: nothing happened that could be measured, or unknown."""

    messages_per_s: float | None
    commit_p50_s: float | None
    commit_p99_s: float | None
    batch_messages: float | None
    sends_waiting: float | None
    sends_refused_per_s: float | None
    marks_per_s: float | None
    marks_waiting: float | None
    sockets: float | None
    sockets_cut_per_s: float | None
    frames_per_s: float | None
    frames_dropped_per_s: float | None
    requests_per_s: float | None
    request_p99_s: float | None
    refusals_per_s: float | None
    failures_per_s: float | None
    connections_in_use: float | None
    connections_waiting: float | None
    database_failures_per_s: float | None
    database_bytes: float | None
    oldest_transaction_s: float | None
    jobs_waiting: float | None
    jobs_held: float | None
    loop_lag_p99_s: float | None
    memory_bytes: float | None
    disk_free_bytes: float | None


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """`series` has a list for every field of a sample, each as long as `at`, oldest first."""

    version: str
    started_at: datetime
    uptime_s: float
    every_s: float
    connections_most: int
    disk_bytes: float
    last_backup_at: datetime | None
    held: list[HeldJob]
    at: list[datetime]
    series: dict[str, list[float | None]]


class DatabaseFacts(msgspec.Struct, frozen=True):
    """Of this server's database, now; our own look at it does not count."""

    size_bytes: int
    oldest_transaction_s: float
    jobs_waiting: int
    jobs_held: int
