"""The floor: what the same sockets and the same rows cost when nothing is decided, measured in the same run."""

import os
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from uuid import UUID

import asyncpg
import msgspec
import uuid_utils.compat

from bench import w1_pairs
from bench.clients import Pair, open_http, open_socket
from bench.meter import Cost, Meter
from bench.server import folder, postmaster, relay
from bench.w1_pairs import TEXT, Load
from paperplane.core.postgres import EmbeddedPostgres

BATCHES = (1, 10, 100)
PAGE = 50
PAGES = 200
BODY = msgspec.json.encode({"type": "text", "text": TEXT}).decode()
CONVERSATIONS = [uuid_utils.compat.uuid7() for _ in range(100)]
SENDER = uuid_utils.compat.uuid7()

LOG = """
create table log (
  conversation_id uuid not null, seq bigint not null, id uuid not null, kind text not null, n bigint,
  sender uuid not null, client_id uuid not null, sent_at timestamptz not null, body jsonb,
  primary key (conversation_id, seq), unique (conversation_id, sender, client_id)
)
"""
APPEND = """
insert into log (conversation_id, seq, id, kind, n, sender, client_id, sent_at, body)
select conversation_id, seq, id, 'message', seq, sender, client_id, sent_at, body
from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::uuid[], $5::uuid[], $6::timestamptz[], $7::jsonb[])
  as line (conversation_id, seq, id, sender, client_id, sent_at, body)
"""
NEWEST = "select * from log where conversation_id = $1 order by seq desc limit $2"


@dataclass(frozen=True, kw_only=True)
class Floor:
    """µs of CPU a unit. `passed`: a frame handed on; `echoed`: handed on and answered; `rows`: by rows a transaction."""

    passed: Load
    echoed: Load
    echoed_slowly: Load
    rows: dict[int, Cost]
    page: Cost
    page_select: Cost

    @property
    def message_us(self) -> float:
        """A durable message at its barest, under load: handed on, answered, and a row among a hundred."""
        return self.echoed.cost.us + self.rows[BATCHES[-1]].us

    @property
    def slow_message_us(self) -> float:
        """The same at a quiet rate, where each message is a transaction of its own."""
        return self.echoed_slowly.cost.us + self.rows[BATCHES[0]].us

    @property
    def page_us(self) -> float:
        """A page of history: an answer of that size, and the rows for it."""
        return self.page.us + self.page_select.us


async def measure(*, pairs: int, rate: int, warm_up_s: float, seconds: float) -> Floor:
    async with relay() as running:
        meter = Meter(running.server)
        passed = await _sockets(running.port, "relay", pairs, meter, warm_up_s, seconds)
        echoed = await _sockets(running.port, "echoed", pairs, meter, warm_up_s, seconds)
        slowly = await _sockets(running.port, "echoed", pairs, meter, warm_up_s, seconds, rate)
        page = await _pages(running.port, meter)
    rows, page_select = await _database(seconds / 2)
    return Floor(passed=passed, echoed=echoed, echoed_slowly=slowly, rows=rows, page=page, page_select=page_select)


async def _sockets(port: int, kind: str, count: int, meter: Meter, warm_up_s: float, seconds: float, rate: int = 0) -> Load:
    """The very load that Paperplane gets, on sockets that only pass it on."""
    pairs = [Pair(await open_socket(port, f"/{kind}/{number}/a"), await open_socket(port, f"/{kind}/{number}/b"),
                  str(CONVERSATIONS[0]), TEXT) for number in range(count)]
    for pair in pairs:
        await pair.sender.greeted
        await pair.receiver.greeted
    try:
        if rate:
            return await w1_pairs.at_rate(pairs, meter, rate, seconds)
        return await w1_pairs.saturate(pairs, meter, warm_up_s, seconds)
    finally:
        for pair in pairs:
            pair.sender.close()
            pair.receiver.close()


async def _pages(port: int, meter: Meter) -> Cost:
    http = await open_http(port)
    meter.start()
    for _ in range(PAGES * 5):      # the clock of CPU ticks in hundredths of a second
        await http.request("GET", "/")
    cost = meter.stop(PAGES * 5)
    http.transport.close()
    return cost


async def _database(seconds: float) -> tuple[dict[int, Cost], Cost]:
    """Rows appended in batches of each size for that long, fsync on; then pages of them selected."""
    async with AsyncExitStack() as stack:
        home = await stack.enter_async_context(folder())
        postgres = EmbeddedPostgres(home)
        dsn = await postgres.start()
        stack.push_async_callback(postgres.stop)
        connection = await asyncpg.connect(dsn)
        stack.push_async_callback(connection.close)
        await connection.execute(LOG)
        meter = Meter(os.getpid(), postmaster(home))
        rows, seq = {}, 0
        for batch in BATCHES:
            rows[batch], seq = await _append(connection, meter, batch, seconds, seq)
        await connection.execute("vacuum analyze log")
        return rows, await _select(connection, meter)


async def _append(connection: asyncpg.Connection, meter: Meter, batch: int, seconds: float, seq: int) -> tuple[Cost, int]:
    append = await connection.prepare(APPEND)
    done, end = 0, monotonic() + seconds
    meter.start()
    while monotonic() < end:
        async with connection.transaction():
            await append.fetch(*_lines(batch, seq + done))
        done += batch
    return meter.stop(done), seq + done


def _lines(count: int, seq: int) -> tuple[Sequence[object], ...]:
    """Columns of rows that spread over the conversations as the pairs' messages do."""
    numbers = range(seq, seq + count)
    now = datetime.now(UTC)
    ids: list[UUID] = [uuid_utils.compat.uuid7() for _ in numbers]
    return ([CONVERSATIONS[number % len(CONVERSATIONS)] for number in numbers], list(numbers), ids,
            [SENDER] * count, ids, [now] * count, [BODY] * count)


async def _select(connection: asyncpg.Connection, meter: Meter) -> Cost:
    newest = await connection.prepare(NEWEST)
    meter.start()
    for number in range(PAGES * 5):
        await newest.fetch(CONVERSATIONS[number % len(CONVERSATIONS)], PAGE)
    return meter.stop(PAGES * 5)
