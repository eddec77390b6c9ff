"""Figures of the send line and the mark line, for Prometheus. Counted once a batch: nothing here is paid by a message."""

from collections.abc import Sequence
from time import perf_counter

from prometheus_client import Counter, Histogram

from paperplane.core.errors import AppError
from paperplane.messages.events.types import Appended

SECONDS = (0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10)
ITEMS = (1, 2, 4, 8, 16, 32, 64, 128, 256)

sent = Counter("paperplane_messages_sent", "Messages that are on disk; a retry of one that was there does not count.")
refused = Counter("paperplane_sends_refused", "Messages that the send line refused, by the code of the refusal.", ["code"])
send_batch = Histogram("paperplane_send_batch_messages", "Messages that were written together.", buckets=ITEMS)
send_seconds = Histogram(
    "paperplane_send_commit_seconds", "Time from taking a batch of messages to having it on disk.", buckets=SECONDS)
marks = Counter("paperplane_marks_written", "Marks of delivery and reading that are on disk, merged ones once.")
mark_batch = Histogram("paperplane_mark_batch_marks", "Marks that were written together.", buckets=ITEMS)
mark_seconds = Histogram(
    "paperplane_mark_commit_seconds", "Time from taking a batch of marks to having it on disk.", buckets=SECONDS)


def batch_answered(answers: Sequence[Appended | AppError], started: float) -> None:
    """A batch of messages is done with, whatever came of each."""
    send_seconds.observe(perf_counter() - started)
    send_batch.observe(len(answers))
    new = 0
    for answer in answers:
        if isinstance(answer, AppError):
            refused.labels(answer.code).inc()
        elif not answer.repeat:
            new += 1
    sent.inc(new)


def marks_moved(count: int, started: float) -> None:
    mark_seconds.observe(perf_counter() - started)
    mark_batch.observe(count)
    marks.inc(count)
