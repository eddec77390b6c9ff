"""What work costs: CPU of process trees and of the machine, memory, wall time. All from /proc (Linux)."""

import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
SECONDS_A_TICK = 1 / os.sysconf("SC_CLK_TCK")


def _fields(pid: int) -> list[str]:
    """/proc/<pid>/stat after the command's name, which may hold blanks: state is 0, ppid 1 (proc_pid_stat(5))."""
    return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()


def tree(root: int) -> set[int]:
    """The process and everything below it that lives now."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            try:
                children.setdefault(int(_fields(int(entry.name))[1]), []).append(int(entry.name))
            except OSError:
                continue  # it ended while we looked
    found, front = set[int](), [root]
    while front:
        pid = front.pop()
        found.add(pid)
        front += children.get(pid, [])
    return found


def cpu_s(pids: Iterable[int]) -> float:
    """User and system seconds of the processes, with those of children they have already waited for."""
    ticks = 0
    for pid in pids:
        try:
            ticks += sum(int(field) for field in _fields(pid)[11:15])
        except OSError:
            continue
    return ticks * SECONDS_A_TICK


def pss_kb(pids: Iterable[int]) -> int:
    """Proportional set size: a page shared by several processes counts once in all."""
    total = 0
    for pid in pids:
        try:
            lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total


def machine_s() -> float:
    """Seconds in which any core was not idle, added up."""
    user, nice, system, _idle, _iowait, irq, softirq, steal, *_ = (PROC / "stat").read_text().split("\n", 1)[0].split()[1:]
    return sum(map(int, (user, nice, system, irq, softirq, steal))) * SECONDS_A_TICK


@dataclass(frozen=True, kw_only=True)
class Cost:
    """One measured stretch: `units` of work, CPU in µs a unit, and cores that were busy meanwhile."""

    units: int
    wall_s: float
    server_us: float
    database_us: float
    generator_cores: float
    other_cores: float

    @property
    def per_s(self) -> float:
        return self.units / self.wall_s

    @property
    def us(self) -> float:
        """Server and database together, µs of CPU a unit."""
        return self.server_us + self.database_us

    @property
    def cores(self) -> float:
        return self.us * self.units / self.wall_s / 1e6


class Meter:
    """Reads the CPU of a server and its database apart, though the one may be the other's child."""

    def __init__(self, server: int | None, database: int | None = None) -> None:
        self.server, self.database = server, database
        self._start: Sequence[float] = self._read()

    def _trees(self) -> tuple[set[int], set[int]]:
        database = tree(self.database) if self.database else set()
        server = tree(self.server) - database if self.server else set()
        return server, database

    def _read(self) -> Sequence[float]:
        server, database = self._trees()
        own = 0.0 if self.server == os.getpid() else time.process_time()    # never counted twice
        return time.perf_counter(), cpu_s(server), cpu_s(database), own, machine_s()

    def start(self) -> None:
        self._start = self._read()

    def stop(self, units: int) -> Cost:
        """The cost since `start`, shared by that many units."""
        wall, server, database, own, machine = (b - a for a, b in zip(self._start, self._read(), strict=True))
        share = 1e6 / max(units, 1)
        return Cost(units=units, wall_s=wall, server_us=server * share, database_us=database * share,
                    generator_cores=own / wall, other_cores=(machine - server - database - own) / wall)

    def memory_mb(self) -> tuple[float, float]:
        """PSS of server and database now."""
        server, database = self._trees()
        return pss_kb(server) / 1024, pss_kb(database) / 1024


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of them lies; not a number when there is none."""
    if not values:
        return float("nan")
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]
