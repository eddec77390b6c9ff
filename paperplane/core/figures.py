"""Figures for Prometheus that core counts: in base units, each with a sentence, and with nobody's name in a label."""

from functools import cache
from time import perf_counter
from typing import Any

from prometheus_client import Counter, Histogram, Info, Summary, disable_created_metrics

from paperplane import __version__

# When each series began is of no use here, and would double the page.
disable_created_metrics()  # type: ignore[no-untyped-call]

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

Info("paperplane_build", "The version that runs.").info({"version": __version__})
http_seconds = Histogram(
    "paperplane_http_request_seconds", "Time from a request's head to the end of its answer, by kind of status.",
    ["status"], buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10))
# Count and sum only: a histogram of every route would be a thousand series.
route_seconds = Summary(
    "paperplane_http_route_seconds", "Requests, and the time they took together, by route, method and kind of status.",
    ["route", "method", "status"])
rates_refused = Counter("paperplane_rate_refusals", "Times that a rate was used up, by the name of the limit.", ["limit"])
database_failures = Counter(
    "paperplane_database_failures",
    "Statements and connections that failed: database away, or a statement in error.", ["reason"])


async def timed(app: Any, scope: Any, receive: Any, send: Any) -> None:
    """Pass a request on, and count it by the route that answers, never by the address that was asked."""
    started, status = perf_counter(), 0

    async def noting(message: Any) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        await send(message)

    try:
        await app(scope, receive, noting)
    finally:
        took = perf_counter() - started
        by_status, by_route = _of(scope.get("path_template") or "none", scope["method"], status // 100)
        by_status.observe(took)
        by_route.observe(took)


@cache
def _of(route: str, method: str, hundreds: int) -> tuple[Histogram, Summary]:
    """The two figures of a kind of answer: finding them by their labels each time would cost more than counting."""
    kind = f"{hundreds}xx" if hundreds else "none"
    return http_seconds.labels(kind), route_seconds.labels(route, method if method in METHODS else "other", kind)
