"""Writes the figures down: a page in Markdown that says when, where and how they were taken."""

import argparse
import platform
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TypeVar

import msgspec

from bench.floor import Floor
from bench.meter import Cost
from bench.w1_pairs import Load
from bench.w2_group import Fan
from bench.w3_idle import Idle
from bench.w4_history import Pages

T = TypeVar("T")
CHECKOUT = Path(__file__).parent.parent

NOTES = """\
CPU is user and system time of the server's processes and, apart, of its PostgreSQL's, in µs a unit; `× floor` is server
and database together against the floor below. Latency is from the sender's write to the receiver's parse (delivered)
and to the `ok` that says it is on disk (acknowledged). Saturated: every sender keeps two messages in flight. At a rate:
messages leave at their time, whether or not earlier ones have arrived. The generator runs on the same cores; *others* is
what everything else on the machine used meanwhile: near 0, or the figures are worth little. Each figure is the median of
the repetitions, with the least and the most in brackets."""

GROUP_NOTES = """\
One member writes, all others are online. Deliveries and their cost with eight messages in flight (the next leaves when
one has reached everybody); first and last: until the first and the last member has a message that is sent alone. The
floor hands a frame on to as many sockets and answers its sender; it keeps nothing on disk."""

IDLE_NOTES = """\
Growth of the server's memory (PSS) from 50 signed-in connections on, ten a person, each with a ping within the
heartbeat; the floor's sockets belong to an application that remembers only how to write to them."""

FLOOR_NOTES = """\
Sockets: uvicorn as Paperplane runs it, with an application that hands a frame on and decides nothing. Rows: one statement
a transaction into one table with the log's columns and indexes, fsync on, in the same embedded PostgreSQL; the client is
asyncpg. A message's floor is a frame handed on and answered and one row, among a hundred under load, alone at a quiet
rate. A page's floor is an answer of that size and one select of 50 rows."""


class Peer(msgspec.Struct):
    """One line of a peers' file; figures another server's workload does not have are left out."""

    peer: str
    workload: str
    per_s: float | None = None
    cpu_us: float | None = None
    cpu_us_server: float | None = None
    cpu_us_db: float | None = None
    p50: float | None = None
    p95: float | None = None
    p99: float | None = None
    error: str = ""


def read_peers(path: Path) -> list[Peer]:
    lines = (msgspec.json.decode(line, type=Peer) for line in path.read_text().splitlines() if line.strip())
    return [line for line in lines if not line.error]


def written(*, command: str, asked: argparse.Namespace, parts: Sequence[Sequence[str]], peers: Sequence[Peer]) -> str:
    """The whole page."""
    lines = ["# How fast Paperplane is", *facts(command, asked), "", NOTES]
    for part in parts:
        lines += ["", *part]
    if peers:
        lines += ["", "## Other servers", "Measured on this machine by a harness of their own with the same loads.", "",
                  *peers_table(peers)]
    return "\n".join(lines) + "\n"


def pairs(asked: argparse.Namespace, found: tuple[Sequence[Load], Cost], ground: Floor) -> list[str]:
    loads, later = found
    return ["## One to one", f"{asked.pairs} pairs, texts of 100 characters.", "", *loads_table(loads, ground), "",
            f"What the saturated stretches left to be made searchable was waited for before the next: {number(later.us)} µs a "
            f"message (server {number(later.server_us)}, database {number(later.database_us)}) in {number(later.wall_s)} s, "
            f"with all else that the server did meanwhile."]


def history(asked: argparse.Namespace, pages: Sequence[Pages], ground: Floor) -> list[str]:
    return ["## History", f"The newest 50 of {asked.stored:,} messages, one request at a time.", "",
            *pages_table(pages, ground)]


def floors(ground: Floor) -> list[str]:
    return ["## The floor", FLOOR_NOTES, "", *floor_table(ground)]


def groups(found: Sequence[tuple[Sequence[Fan], Sequence[Fan]]]) -> list[str]:
    rows = []
    for ours, bare in found:
        floor_us = median(fan.cost.us for fan in bare)
        rows.append([f"{ours[0].members} members", *fan_cells(ours), number(median(fan.cost.us for fan in ours) / floor_us)])
        rows.append([f"floor, {bare[0].members} sockets", *fan_cells(bare), ""])
    return ["## Groups", GROUP_NOTES, "", *table(
        "who is online | deliveries/s | CPU µs a delivery | server | database | first ms p50 / p95 | last ms p50 / p95 | "
        "others' cores | × floor", rows)]


def fan_cells(fans: Sequence[Fan]) -> list[str]:
    costs = [fan.cost for fan in fans]
    return [spread([cost.per_s for cost in costs]), spread([cost.us for cost in costs]),
            number(median(cost.server_us for cost in costs)), number(median(cost.database_us for cost in costs)),
            trio([fan.first_ms for fan in fans]), trio([fan.last_ms for fan in fans]),
            number(median(cost.other_cores for cost in costs))]


def idle(found: tuple[Sequence[Idle], Sequence[Idle]]) -> list[str]:
    rows = [[f"{ours.connections:,}", number(ours.kb), number(bare.kb), number(ours.kb / bare.kb)]
            for ours, bare in zip(*found, strict=True)]
    return ["## Idle connections", IDLE_NOTES, "", *table("connections | kB each | floor, kB each | × floor", rows)]


def facts(command: str, asked: argparse.Namespace) -> list[str]:
    memory = next(line for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemTotal"))
    model = next((line.partition(": ")[2] for line in Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.machine())
    cores = sum(line.startswith("processor") for line in Path("/proc/cpuinfo").read_text().splitlines())
    return ["", f"- taken: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, at commit {commit()}, by `{command}`",
            f"- machine: {cores} × {model}, {int(memory.split()[1]) / 2**20:.0f} GiB, Linux {platform.release()}, "
            f"Python {platform.python_version()}",
            f"- each stretch: {asked.seconds:g} s, {asked.repeat} times"]


def commit() -> str:
    """The commit that was measured, and whether files differed from it."""
    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=CHECKOUT, capture_output=True, text=True, check=False).stdout.strip()
    changed = " (with changes)" if git("status", "--porcelain", "--", "paperplane") else ""
    return (git("rev-parse", "--short", "HEAD") or "unknown") + changed


def table(head: str, rows: Iterable[Sequence[str]]) -> list[str]:
    columns = [column.strip() for column in head.split("|")]
    return ["| " + " | ".join(columns) + " |", "|" + " --- |" * len(columns),
            *("| " + " | ".join(row) + " |" for row in rows)]


def grouped(values: Iterable[T], key: Callable[[T], str]) -> Mapping[str, list[T]]:
    found: dict[str, list[T]] = {}
    for value in values:
        found.setdefault(key(value), []).append(value)
    return found


def number(value: float) -> str:
    if value != value:  # nothing was measured
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def spread(values: Sequence[float]) -> str:
    """The median, with least and most when there are several."""
    middle = number(median(values))
    return middle if len(values) == 1 else f"{middle} ({number(min(values))}–{number(max(values))})"


def trio(values: Sequence[tuple[float, ...]]) -> str:
    return " / ".join(number(median(column)) for column in zip(*values, strict=True))


def cost_cells(costs: Sequence[Cost], floor_us: float) -> list[str]:
    return [spread([cost.per_s for cost in costs]), spread([cost.us for cost in costs]),
            number(median(cost.server_us for cost in costs)), number(median(cost.database_us for cost in costs)),
            number(median(cost.us for cost in costs) / floor_us)]


def core_cells(costs: Sequence[Cost]) -> list[str]:
    return [number(median(cost.generator_cores for cost in costs)), number(median(cost.other_cores for cost in costs))]


def loads_table(loads: Sequence[Load], ground: Floor) -> list[str]:
    rows = []
    for name, same in grouped(loads, lambda load: load.name).items():
        costs = [load.cost for load in same]
        floor_us = ground.message_us if name == "saturated" else ground.slow_message_us
        rows.append([name, *cost_cells(costs, floor_us), trio([load.delivery for load in same]),
                     trio([load.answer for load in same]), str(sum(load.lost for load in same)), *core_cells(costs)])
    return table("load | messages/s | CPU µs a message | server | database | × floor | delivered ms p50 / p95 / p99 | "
                 "acknowledged ms p50 / p95 / p99 | lost | generator cores | others' cores", rows)


def pages_table(pages: Sequence[Pages], ground: Floor) -> list[str]:
    costs = [page.cost for page in pages]
    row = [*cost_cells(costs, ground.page_us), spread([page.p50 for page in pages]), spread([page.p99 for page in pages]),
           number(pages[0].page_bytes), *core_cells(costs)]
    return table("pages/s | CPU µs a page | server | database | × floor | p50 ms | p99 ms | bytes | generator cores | "
                 "others' cores", [row])


def floor_table(ground: Floor) -> list[str]:
    costs = {"a frame handed on, saturated": ground.passed.cost,
             "a frame handed on and answered, saturated": ground.echoed.cost,
             f"a frame handed on and answered, {ground.echoed_slowly.name}": ground.echoed_slowly.cost,
             **{f"a row, {batch} a transaction": cost for batch, cost in ground.rows.items()},
             "an answer of a page's size": ground.page, "50 rows selected": ground.page_select}
    rows = [[name, number(cost.per_s), number(cost.us), number(cost.server_us), number(cost.database_us),
             number(cost.other_cores)] for name, cost in costs.items()]
    rows += [[name, "", number(us), "", "", ""] for name, us in (
        ("**a message under load**", ground.message_us), ("**a message at a quiet rate**", ground.slow_message_us),
        ("**a page of history**", ground.page_us))]
    return table("what | a second | CPU µs | server or client | database | others' cores", rows)


def peers_table(peers: Sequence[Peer]) -> list[str]:
    rows = []
    for same in grouped(peers, lambda line: f"{line.peer} {line.workload}").values():
        figures = [[value for line in same if (value := getattr(line, name)) is not None]
                   for name in ("per_s", "cpu_us", "cpu_us_server", "cpu_us_db", "p50", "p95", "p99")]
        rows.append([same[0].peer, same[0].workload, *(number(median(found)) if found else "–" for found in figures)])
    return table("server | load | a second | CPU µs a unit | server | database | p50 ms | p95 ms | p99 ms", rows)
