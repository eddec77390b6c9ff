"""Builds the application: which doors there are, what they are given, and what runs while it serves."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, MutableMapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Any
from uuid import UUID

from paperplane import subscribers
from paperplane.calls.actions import watch as watch_calls
from paperplane.core import jobs
from paperplane.core.bus import LocalBus
from paperplane.core.config import Config
from paperplane.core.db import Db
from paperplane.core.fetching import Fetcher
from paperplane.core.figures import timed
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.mail import Mailer
from paperplane.core.migrate import migrate
from paperplane.core.postgres import EmbeddedPostgres
from paperplane.core.storage import Storage
from paperplane.demo.seed import seed
from paperplane.doors import API, APP, doors
from paperplane.messages.receipts.line import MarkLine
from paperplane.messages.scheduled.actions import send_on
from paperplane.messages.sending.line import SendLine
from paperplane.notifications.push.sending import Sender
from paperplane.notifications.push.telling import Teller
from paperplane.operation.watch import Watch
from paperplane.posts.cards.reads import seen
from paperplane.posts.publishing.actions import publish_on
from paperplane.presence.actions import left
from paperplane.realtime.dispatch import Dispatch
from paperplane.realtime.gateway import Gateway
from paperplane.realtime.hearing import Hearing
from paperplane.realtime.hub import Hub
from paperplane.realtime.looks import Looks
from paperplane.search.indexer import Indexer
from paperplane.web import WebClient

# Three heartbeats: browsers slow the timers of a page in the background to one a minute.
SILENT_HEARTBEATS = 3


class App:
    """An ASGI application: the gateway, the API, and the web client for every other address."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.limiter = RateLimiter(config.limits.rates, enabled=config.limits_enabled)
        self.db = Db(LocalBus(), subscribers.enqueue_all)
        self.keys = Keys.load(config.data_dir)
        # The lines' own connections: no crowd of requests keeps a message waiting, and planning the two big
        # statements anew each time would cost more than running them.
        self.lines_db = Db(self.db.bus, subscribers.enqueue_all)
        self.line = SendLine(self.lines_db, self.keys, self.limiter, config.limits.sizes, partial(seen, self.keys),
                             previews=config.previews)
        self.marks = MarkLine(self.lines_db)
        self.indexer = Indexer(self.db)
        self.lines_db.on_signal(self.indexer.on_signal)
        self.hub = self._hub()
        self.hearing = Hearing(self.db, self.keys)
        self.db.bus.subscribe(self.hearing.deliver)
        self.watch = Watch(config.data_dir, {"requests": self.db, "lines": self.lines_db}, self.line, self.marks)
        self.mailer = Mailer(config)
        self.storage = Storage.open(config.data_dir, config.storage_url)
        self.fetcher = Fetcher(config.agent)
        self.teller = self._teller()
        self._background: set[asyncio.Task[None]] = set()
        self.dispatch = Dispatch(self.db, self.keys, self.line, self.marks, self.limiter, config.limits.sizes, self.hub,
                                 self.hearing, relayed=bool(config.turn_urls))
        self._gateway = Gateway(config, self.dispatch)
        self._web = WebClient(elsewhere=config.storage_origin)
        self.failure: Exception | None = None     # why the start failed
        self.api = doors(config.limits.sizes.request_bytes)

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        path = scope.get("path", "")
        if scope["type"] == "websocket" and path == f"{API}/gateway":
            await self._gateway(scope, receive, send)
        elif scope["type"] == "http" and _is_api(path):
            scope[APP] = self
            await timed(self.api, scope, receive, send)
        elif scope["type"] == "http":
            await self._web(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await receive()
            await send({"type": "websocket.close"})     # before it is accepted: HTTP 403 (ASGI, WebSocket close)

    def _hub(self) -> Hub:
        sizes = self.config.limits.sizes
        hub = Hub(sizes.sockets_per_account, sizes.heartbeat_s * SILENT_HEARTBEATS, Looks(sizes.posts_looked_at), self._left, self._show_anew)
        self.db.bus.subscribe(hub.deliver)
        self.db.on_signal(hub.on_signal)
        return hub

    def _teller(self) -> Teller:
        teller = Teller(self.db, Sender(self.fetcher, self.keys, self.config), self.config, self.hub.is_here)
        for db in (self.db, self.lines_db):
            db.on_signal(teller.on_signal)
        return teller

    def _left(self, account: UUID) -> None:
        self._spawn(left(self.db, [account]))

    def _show_anew(self, account: UUID) -> None:
        self._spawn(self.dispatch.reshow(account))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _live(self, receive: Any, send: Any) -> None:
        """From the start to the end, as a server asks for them (ASGI, lifespan protocol 2.0)."""
        await receive()
        async with AsyncExitStack() as until_the_end:
            try:
                await until_the_end.enter_async_context(self._running())
            except Exception as error:
                # Without words: whoever runs the server says why, in a sentence and not as a stack.
                self.failure = error
                await send({"type": "lifespan.startup.failed", "message": ""})
                raise
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})

    @asynccontextmanager
    async def _running(self) -> AsyncIterator[None]:
        """Database first, then what reads it; and the other way round at the end."""
        async with _database(self.config) as dsn:
            await migrate(dsn)
            await self.db.open(dsn, size=self.config.database_pool)
            await self.lines_db.open(dsn, size=2, plan_once=True)
            settling = None
            if self.config.demo:
                settling = await seed(self.db, self.config, self.keys, self.storage)
            worker = jobs.Worker(self.db, dsn, subscribers.handlers(self.config, self.keys, self.mailer, self.storage, self.fetcher, self.limiter, self.db))
            if self.config.jobs_in_serve:
                worker.start()
                for work in subscribers.going_on(self.db, self.storage, self.config):
                    self._spawn(work)
            for work in (self.line.run(), self.marks.run(), self.hub.sweep(), self.hub.looks.run(), self.hearing.run(), self.indexer.run(), self.watch.run(), self.teller.run(),
                         send_on(self.db, self.keys, self.line), publish_on(self.db, self.config.limits.sizes), watch_calls(self.db, self.config.limits.sizes)):
                self._spawn(work)
            if settling is not None:
                self._spawn(settling())
            yield
            await worker.stop()
            for task in tuple(self._background):
                task.cancel()
            await asyncio.gather(*self._background, return_exceptions=True)
            if here := self.hub.close():
                await left(self.db, here)
            await self.lines_db.close()
            await self.db.close()


@asynccontextmanager
async def _database(config: Config) -> AsyncIterator[str]:
    """The URL of the database: the configured one, or that of the embedded one, which runs meanwhile."""
    if config.database_url:
        yield config.database_url
        return
    postgres = EmbeddedPostgres(config.data_dir)
    dsn = await postgres.start()
    try:
        yield dsn
    finally:
        await postgres.stop()


def _is_api(path: str) -> bool:
    return path.startswith(("/api/", "/media/")) or path in ("/healthz", "/readyz", "/metrics")
