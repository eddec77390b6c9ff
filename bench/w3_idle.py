"""Idle: what an open connection of somebody who says nothing costs in memory."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bench.clients import Socket, open_http, open_socket, sign_on
from bench.meter import Meter
from bench.server import Running
from bench.w1_pairs import keep_alive, sign_up

FIRST = 50
REST_S = 10
A_PERSON = 10   # devices: fewer than an account may have


@dataclass(frozen=True, kw_only=True)
class Idle:
    """Growth of the server's memory a connection, in kB, from fifty connections on."""

    connections: int
    kb: float


async def measure(running: Running, counts: tuple[int, ...]) -> list[Idle]:
    """Paperplane with people who are signed in on several devices and send a ping within each heartbeat."""
    http = await open_http(running.port)
    people = [await sign_up(http, f"idle{number}") for number in range((FIRST + max(counts)) // A_PERSON + 1)]
    http.transport.close()
    return await _grow(Meter(running.server), counts, lambda number: sign_on(running.port, people[number // A_PERSON].token))


async def floor(running: Running, counts: tuple[int, ...]) -> list[Idle]:
    """Sockets of an application that keeps nothing of them but how to write to them."""
    async def opened(number: int) -> Socket:
        socket = await open_socket(running.port, f"/fan/{number}/alone")     # a room of its own: a ping is handed to nobody
        await socket.greeted
        return socket
    return await _grow(Meter(running.server), counts, opened)


async def _grow(meter: Meter, counts: tuple[int, ...], opened: Callable[[int], Awaitable[Socket]]) -> list[Idle]:
    sockets = [await opened(number) for number in range(FIRST)]
    alive = asyncio.create_task(keep_alive(sockets, 25))     # one list: those that come later are kept alive too
    try:
        await asyncio.sleep(REST_S)
        before, _ = meter.memory_mb()
        found = []
        for count in counts:
            while len(sockets) < FIRST + count:
                sockets.append(await opened(len(sockets)))
            await asyncio.sleep(REST_S)
            found.append(Idle(connections=count, kb=(meter.memory_mb()[0] - before) * 1024 / count))
        return found
    finally:
        alive.cancel()
        for socket in sockets:
            socket.close()
