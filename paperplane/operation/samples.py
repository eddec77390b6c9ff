"""From the registry to samples: what `/metrics` shows, as rates and shares of the time between two looks."""

from collections import defaultdict
from datetime import datetime
from math import nan

from prometheus_client import REGISTRY

from paperplane.operation.rules import quantile, rounded
from paperplane.operation.types import Sample

CUT = ("slow", "silent", "bad_frames")


class Reading:
    """All figures of one moment, by name and labels."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self._values: dict[str, list[tuple[dict[str, str], float]]] = defaultdict(list)
        for family in REGISTRY.collect():
            for one in family.samples:
                self._values[one.name].append((one.labels, one.value))

    def total(self, name: str, **wanted: str) -> float:
        """The sum over all labels, or over those wanted."""
        return sum((value for labels, value in self._values.get(name, ()) if wanted.items() <= labels.items()), 0.0)

    def value(self, name: str) -> float:
        """The one value of a figure that this system may not have."""
        return self.total(name) if name in self._values else nan

    def buckets(self, name: str) -> dict[float, float]:
        found: dict[float, float] = defaultdict(float)
        for labels, value in self._values.get(name + "_bucket", ()):
            found[float(labels["le"])] += value
        return found


class Between:
    """What happened from one look to the next. Without a look before, nothing is known to have."""

    def __init__(self, before: Reading | None, now: Reading) -> None:
        self._before = before
        self._now = now

    def grown(self, name: str, **labels: str) -> float:
        if self._before is None:
            return nan
        return self._now.total(name, **labels) - self._before.total(name, **labels)

    def rate(self, name: str, **labels: str) -> float:
        if self._before is None:
            return nan
        seconds = (self._now.at - self._before.at).total_seconds()
        return self.grown(name, **labels) / seconds if seconds > 0 else nan

    def mean(self, name: str) -> float:
        count = self.grown(name + "_count")
        return self.grown(name + "_sum") / count if count > 0 else nan

    def share(self, name: str, share: float) -> float | None:
        if self._before is None:
            return None
        before = self._before.buckets(name)
        return quantile(sorted((bound, count - before.get(bound, 0)) for bound, count in self._now.buckets(name).items()), share)


def sample(before: Reading | None, now: Reading) -> Sample:
    """One look, by what the one before has seen."""
    between = Between(before, now)
    found: dict[str, float | None] = {
        **_messages(between, now), **_sockets(between, now), **_requests(between), **_database(between, now),
        "jobs_waiting": now.total("paperplane_jobs_waiting"), "jobs_held": now.total("paperplane_jobs_held"),
        "loop_lag_p99_s": between.share("paperplane_loop_lag_seconds", 0.99),
        "memory_bytes": now.value("process_resident_memory_bytes"),
        "disk_free_bytes": now.total("paperplane_disk_free_bytes"),
    }
    return Sample(**{name: rounded(value) for name, value in found.items()})


def _messages(between: Between, now: Reading) -> dict[str, float | None]:
    return {
        "messages_per_s": between.rate("paperplane_messages_sent_total"),
        "commit_p50_s": between.share("paperplane_send_commit_seconds", 0.5),
        "commit_p99_s": between.share("paperplane_send_commit_seconds", 0.99),
        "batch_messages": between.mean("paperplane_send_batch_messages"),
        "sends_waiting": now.total("paperplane_sends_waiting"),
        "sends_refused_per_s": between.rate("paperplane_sends_refused_total")
        + between.rate("paperplane_rate_refusals_total", limit="sends_account"),
        "marks_per_s": between.rate("paperplane_marks_written_total"),
        "marks_waiting": now.total("paperplane_marks_waiting"),
    }


def _sockets(between: Between, now: Reading) -> dict[str, float | None]:
    return {
        "sockets": now.total("paperplane_sockets_open"),
        "sockets_cut_per_s": sum(between.rate("paperplane_sockets_closed_total", reason=reason) for reason in CUT),
        "frames_per_s": between.rate("paperplane_frames_delivered_total"),
        "frames_dropped_per_s": between.rate("paperplane_frames_dropped_total"),
    }


def _requests(between: Between) -> dict[str, float | None]:
    seconds = "paperplane_http_request_seconds"
    return {
        "requests_per_s": between.rate(seconds + "_count"),
        "request_p99_s": between.share(seconds, 0.99),
        "refusals_per_s": between.rate(seconds + "_count", status="4xx"),
        "failures_per_s": between.rate(seconds + "_count", status="5xx"),
    }


def _database(between: Between, now: Reading) -> dict[str, float | None]:
    return {
        "connections_in_use": now.total("paperplane_database_connections_in_use"),
        "connections_waiting": now.total("paperplane_database_connections_waiting"),
        "database_failures_per_s": between.rate("paperplane_database_failures_total"),
        "database_bytes": now.total("paperplane_database_size_bytes"),
        "oldest_transaction_s": now.total("paperplane_database_oldest_transaction_seconds"),
    }
