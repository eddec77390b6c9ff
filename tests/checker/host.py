"""The server under test: started, killed, started again, with a clock that is wrong by some seconds each time."""

import asyncio
import random
import re
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import asyncpg
import httpx

from paperplane.core.cluster import Cluster
from tests.checker.ledger import Ledger
from tests.checker.proxy import Proxy
from tests.kill.process import Process, process

# docs/decisions/0003: server and database may differ by ten seconds; less here, since the test's own steps take time.
MOST_SKEW_S = 9
# What Postgres logs when it is killed, or ends what takes too long. Anything else it calls an error is one.
EXPECTED = re.compile(r"(terminating connection|canceling statement|could not receive data|connection to client lost|"
                      r"the database system is|terminated by signal|all server processes terminated|"
                      r"unexpected EOF|was not properly shut down|lock file .* already exists)")
LOGGED = re.compile(r"\b(?:ERROR|FATAL|PANIC):\s+(.*)")


class Host:
    """One data directory; at most one server on it."""

    def __init__(self, data: Path, seed: str, ledger: Ledger, bug: str = "none") -> None:
        self.data = data
        self.cluster = Cluster(data)
        self.log = data.with_name("server.log")
        self.bug = bug
        self.ledger = ledger
        self.rough = Proxy(f"{seed}/rough", ledger.figures, clean=0.3)
        self.straight = Proxy(f"{seed}/straight", ledger.figures)
        self.dying = asyncio.Lock()
        self._skews = random.Random(f"{seed}/skew")
        self._stack = AsyncExitStack()
        self._process: Process | None = None
        self._read: dict[Path, int] = {}

    async def begin(self) -> None:
        await self.rough.start()
        await self.straight.start()
        await self.start()

    async def start(self) -> None:
        skew = self._skews.randint(-MOST_SKEW_S, MOST_SKEW_S)
        started = process(self.data, "tests.checker.started", str(skew), self.bug, str(self.log))
        self._process = await self._stack.enter_async_context(started)
        self.rough.upstream = self.straight.upstream = int(self._process.url.rpartition(":")[2])

    async def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        await self._process.gone()
        await self._stack.aclose()

    def kill_postgres(self) -> None:
        assert self._process is not None
        with suppress(AssertionError, OSError):     # killed a moment ago, and not up again yet
            self._process.kill_postgres()
            self.ledger.figures["postgres kills"] += 1

    async def answers(self) -> None:
        """Wait until it is ready."""
        async with asyncio.timeout(120), httpx.AsyncClient(base_url=self.straight.url, timeout=10) as client:
            while True:
                with suppress(httpx.TransportError):
                    if (await client.get("/readyz")).status_code == 200:
                        return
                await asyncio.sleep(0.1)

    async def hold(self, rooms: list[str], held_s: float, pause_s: float) -> None:
        """Keep conversations locked for a while, taken in id order: another writer, or a slow disk."""
        connection = await asyncpg.connect(self.cluster.dsn(), timeout=5)
        try:
            async with connection.transaction():
                for room in sorted(rooms):
                    await connection.execute("select from conversations where id = $1 for update", room)
                    await asyncio.sleep(pause_s)
                await asyncio.sleep(held_s)
        finally:
            connection.terminate()

    def complaints(self) -> list[str]:
        """What server and database called an error since this was asked last, and should not have had to."""
        found = [said for said in LOGGED.findall(self._new(self.cluster.log)) if not EXPECTED.search(said)]
        errors = [line for line in self._new(self.log).splitlines() if '"level":"error"' in line.replace(" ", "")]
        return found + [line[:6000] for line in errors if "the database is gone" not in line]

    def _new(self, log: Path) -> str:
        text = log.read_text(errors="replace")
        begin, self._read[log] = self._read.get(log, 0), len(text)
        return text[begin:]

    async def end(self) -> None:
        """Stop as an operator would; a Postgres that no server is left to stop goes too."""
        try:
            await self._stack.aclose()
        finally:
            await self.rough.stop()
            await self.straight.stop()
            if self.cluster.running() is not None and self._process is not None:
                self._process.kill_postgres()
