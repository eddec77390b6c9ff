"""Short ways to say what tests of time and of deletion say often."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg

from tests.api import Server, Someone

WITHOUT_POSTGRES = {"postgres", "postgres.log"}


async def set_timer(who: Someone, room: str, timer_s: int | None) -> Any:
    return await who.put(f"/conversations/{room}/timer", {"timer_s": timer_s})


async def value(server: Server, sql: str, *args: object) -> Any:
    async with server.app.db.tx() as tx:
        return await tx.value(sql, *args)


async def until(server: Server, sql: str, *args: object) -> None:
    """Wait until a question is answered with yes."""
    async with asyncio.timeout(60):
        while not await value(server, sql, *args):
            await asyncio.sleep(0.05)


async def expire(server: Server, room: str) -> None:
    """As if the end of everything that has one had come."""
    async with server.app.db.tx() as tx:
        await tx.do("update messages set expires_at = now() - interval '1 second' where conversation_id = $1 and expires_at is not null",
                    room)


@asynccontextmanager
async def connected(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(dsn)
    try:
        yield connection
    finally:
        await connection.close()


async def everything(server: Server) -> dict[str, str]:
    """Every row of every table, as text."""
    async with server.app.db.tx() as tx:
        tables = [row["name"] for row in await tx.rows("""
select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')""")]
        return {name: "\n".join(row["all"] for row in await tx.rows(f"select t::text as all from {name} t")) for name in tables}


def files(folder: Path) -> dict[Path, bytes]:
    """Whatever lies in a data directory, but for Postgres' own files."""
    return {path: path.read_bytes() for path in folder.rglob("*")
            if path.is_file() and not WITHOUT_POSTGRES & set(path.relative_to(folder).parts)}


async def where(server: Server, folder: Path, *words: str) -> list[str]:
    """Tables and files in which any of the words stands."""
    rows, kept = await everything(server), files(folder)
    return [f"{word} in {name}" for word in words for name, content in rows.items() if word in content] + \
        [f"{word} in {path}" for word in words for path, content in kept.items() if word.encode() in content]


async def nowhere(server: Server, folder: Path, *words: str) -> None:
    """Wait until no table and no file holds any of the words: what follows in a job takes a moment."""
    found: list[str] = []
    for _ in range(100):
        found = await where(server, folder, *words)
        if not found:
            return
        await asyncio.sleep(0.1)
    assert found == []


def ahead(**how: float) -> str:
    return (datetime.now(UTC) + timedelta(**how)).isoformat()
