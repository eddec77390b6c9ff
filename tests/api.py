"""A whole server on a port of its own, and named people who talk to it as any client would."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import msgspec
import uvicorn
from uvicorn.server import ServerState

from paperplane.app import App
from paperplane.core import clock
from paperplane.core.config import Argon2, Config
from paperplane.serving import settings as settings_of

API = "/api/v1"
CHEAP = Argon2(memory_kib=8, passes=1, lanes=1)
PASSWORD = "a fine long password"
AGES = {"ana": 22, "ben": 14, "cleo": 15, "chidi": 31, "dana": 40, "eve": 28, "fatou": 35, "gil": 27}


def born(age: int) -> str:
    """A birth date that makes somebody this old for the whole test."""
    today = clock.today()
    return date(today.year - age, 1, 1).isoformat()


class Someone:
    """A person with a session: a client that sends the token with every request."""

    def __init__(self, client: httpx.AsyncClient, answer: dict[str, Any]) -> None:
        self.client = client
        self.me: dict[str, Any] = answer["account"]
        self.handle: str = self.me["handle"]
        self.token: str = answer["token"]

    async def ask(self, method: str, path: str, body: object = None, **more: Any) -> httpx.Response:
        headers = {"authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        return await self.client.request(method, API + path, json=body, headers=headers, **more)

    async def get(self, path: str) -> Any:
        """What a request that must succeed answers."""
        return good(await self.ask("GET", path))

    async def put(self, path: str, body: object = None) -> Any:
        return good(await self.ask("PUT", path, body))

    async def delete(self, path: str) -> Any:
        return good(await self.ask("DELETE", path))

    async def patch(self, path: str, body: object) -> Any:
        return good(await self.ask("PATCH", path, body))

    async def refused(self, method: str, path: str, body: object = None) -> str:
        """The code of a refusal, as `403 csrf`."""
        return refusal(await self.ask(method, path, body))


class Server:
    """A running application; `app` and `state` are open to tests that look behind the doors."""

    def __init__(self, app: App, client: httpx.AsyncClient, state: ServerState | None = None) -> None:
        self.app = app
        self.client = client
        self.state = state or ServerState()

    async def post(self, path: str, body: object, **more: Any) -> httpx.Response:
        return await self.client.post(API + path, json=body, **more)

    async def person(self, handle: str, age: int | None = None, **more: Any) -> Someone:
        """Sign up under a name of tests' people, with the age that goes with it."""
        answer = await self.post("/accounts", sign_up(handle, AGES[handle] if age is None else age, **more))
        return Someone(self.client, good(answer))

    async def people(self, *handles: str) -> list[Someone]:
        return [await self.person(handle) for handle in handles]

    async def count(self, table: str) -> int:
        async with self.app.db.tx() as tx:
            return int(await tx.value(f"select count(*) from {table}"))


def sign_up(handle: str, age: int, **more: Any) -> dict[str, Any]:
    return {"handle": handle, "password": PASSWORD, "birth_date": born(age), "display_name": handle.title(), **more}


def good(answer: httpx.Response) -> Any:
    assert answer.is_success, (answer.status_code, answer.text)
    return answer.json() if answer.content else None


def refusal(answer: httpx.Response) -> str:
    assert answer.is_client_error, (answer.status_code, answer.text)
    assert answer.headers["content-type"].startswith("application/problem+json")
    problem = answer.json()
    assert problem["status"] == answer.status_code
    return f"{answer.status_code} {problem['code']}"


@asynccontextmanager
async def serving(database: str, folder: Path, **settings: Any) -> AsyncIterator[Server]:
    """The application as `paperplane serve` runs it, on a free port of this machine."""
    # The protocol is named, since asyncio switches Nagle's delay (40 ms an answer) off for TCP by name only.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        settings = {"limits_enabled": False, "previews": False, **settings}
        app = App(msgspec.structs.replace(
            Config(), data_dir=folder, database_url=database, port=port, argon2=CHEAP, **settings))
        server = uvicorn.Server(settings_of(app, app.config))
        running = asyncio.create_task(server.serve(sockets=[free]))
        async with asyncio.timeout(60):
            while not server.started:
                assert not running.done(), "the server did not start"
                await asyncio.sleep(0.01)
        try:
            # Nothing here is TLS: reading the world's certificates would take longer than most tests.
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60, verify=False) as client:  # noqa: S501
                yield Server(app, client, server.server_state)
        finally:
            server.should_exit = True
            await running
