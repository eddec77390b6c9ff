"""Builds the application: which doors there are, what they are given, and what runs while it serves."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, MutableMapping
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from litestar import Litestar, Request, Response, Router
from litestar.di import NamedDependency, Provide
from litestar.exceptions import HTTPException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from paperplane import __version__, subscribers
from paperplane.accounts import credential
from paperplane.accounts import routes as accounts
from paperplane.accounts.reads import viewer
from paperplane.accounts.types import Viewer
from paperplane.core import http, jobs
from paperplane.core import routes as core
from paperplane.core.bus import LocalBus
from paperplane.core.config import Config
from paperplane.core.db import Db, Tx
from paperplane.core.errors import AppError
from paperplane.core.fetching import Fetcher
from paperplane.core.figures import timed
from paperplane.core.keys import Keys
from paperplane.core.limits import RateLimiter, network_of
from paperplane.core.mail import Mailer
from paperplane.core.migrate import migrate
from paperplane.core.postgres import EmbeddedPostgres
from paperplane.core.storage import Storage
from paperplane.demo import routes as demo
from paperplane.demo.seed import seed
from paperplane.media import routes as media
from paperplane.media.files import routes as files
from paperplane.media.uploads import routes as uploads
from paperplane.messages import routes as messages
from paperplane.messages.attachments import routes as attachments
from paperplane.messages.changes import routes as changes
from paperplane.messages.drafts import routes as drafts
from paperplane.messages.groups import routes as groups
from paperplane.messages.hidden import routes as hidden
from paperplane.messages.receipts.line import MarkLine
from paperplane.messages.scheduled import routes as scheduled
from paperplane.messages.scheduled.actions import send_on
from paperplane.messages.sending.line import SendLine
from paperplane.messages.sweeping import routes as sweeping
from paperplane.messages.timers import routes as timers
from paperplane.messages.viewing import routes as viewing
from paperplane.moderation import routes as moderation
from paperplane.notifications import routes as notifications
from paperplane.operation import routes as operation
from paperplane.operation.watch import Watch
from paperplane.presence.actions import left
from paperplane.profiles import routes as profiles
from paperplane.realtime.dispatch import Dispatch
from paperplane.realtime.gateway import Gateway
from paperplane.realtime.hub import Hub
from paperplane.relations import routes as relations
from paperplane.search import routes as search
from paperplane.search.indexer import Indexer
from paperplane.web import WebClient

API = "/api/v1"
READS = frozenset({"GET", "HEAD"})
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
        self.line = SendLine(self.lines_db, self.keys, self.limiter, config.limits.sizes, previews=config.previews)
        self.marks = MarkLine(self.lines_db)
        self.indexer = Indexer(self.db)
        self.lines_db.on_signal(self.indexer.on_signal)
        self.hub = self._hub()
        self.watch = Watch(config.data_dir, {"requests": self.db, "lines": self.lines_db}, self.line, self.marks)
        self.mailer = Mailer(config)
        self.storage = Storage.open(config.data_dir, config.storage_url)
        self.fetcher = Fetcher(config.agent)
        self._background: set[asyncio.Task[None]] = set()
        self._gateway = Gateway(config, Dispatch(self.db, self.keys, self.line, self.marks, self.limiter, config.limits.sizes, self.hub))
        self._web = WebClient(elsewhere=config.storage_origin)
        self.api = self._litestar()

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        path = scope.get("path", "")
        if scope["type"] == "websocket" and path == f"{API}/gateway":
            await self._gateway(scope, receive, send)
        elif scope["type"] == "http" and _is_api(path):
            await timed(self.api, scope, receive, send)
        elif scope["type"] != "http":
            await self.api(scope, receive, send)  # type: ignore[arg-type]
        else:
            await self._web(scope, receive, send)

    def _hub(self) -> Hub:
        sizes = self.config.limits.sizes
        hub = Hub(sizes.sockets_per_account, sizes.heartbeat_s * SILENT_HEARTBEATS, self._left)
        self.db.bus.subscribe(hub.deliver)
        self.db.on_signal(hub.on_signal)
        return hub

    def _left(self, account: UUID) -> None:
        self._spawn(left(self.db, [account]))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    @asynccontextmanager
    async def _running(self, _: Litestar) -> AsyncIterator[None]:
        """Database first, then what reads it; and the other way round at the end."""
        async with _database(self.config) as dsn:
            await migrate(dsn)
            await self.db.open(dsn, size=self.config.database_pool)
            await self.lines_db.open(dsn, size=2, plan_once=True)
            if self.config.demo:
                await seed(self.db, self.config, self.keys, self.storage)
            worker = jobs.Worker(self.db, dsn, subscribers.handlers(self.config, self.keys, self.mailer, self.storage, self.fetcher, self.limiter, self.db))
            if self.config.jobs_in_serve:
                worker.start()
                for work in subscribers.going_on(self.db, self.storage, self.config):
                    self._spawn(work)
            for work in (self.line.run(), self.marks.run(), self.hub.sweep(), self.indexer.run(), self.watch.run(), send_on(self.db, self.keys, self.line)):
                self._spawn(work)
            yield
            await worker.stop()
            for task in tuple(self._background):
                task.cancel()
            await asyncio.gather(*self._background, return_exceptions=True)
            if here := self.hub.close():
                await left(self.db, here)
            await self.lines_db.close()
            await self.db.close()

    def _litestar(self) -> Litestar:
        every = (core.routes, accounts.routes, relations.routes, profiles.routes, messages.routes, attachments.routes, viewing.routes, changes.routes, groups.routes,
                 timers.routes, media.routes, uploads.routes, hidden.routes, sweeping.routes, scheduled.routes, drafts.routes,
                 notifications.routes, search.routes, moderation.routes, operation.routes, demo.routes)
        return Litestar(
            route_handlers=[*core.root_routes, *media.root_routes, *files.root_routes,
                            Router(API, route_handlers=[route for routes in every for route in routes])],
            dependencies=self._dependencies(),
            exception_handlers={AppError: http.app_error, HTTPException: http.http_error, Exception: http.unexpected},
            request_class=http.JsonRequest, before_request=self._before, lifespan=[self._running],
            request_max_body_size=self.config.limits.sizes.request_bytes,
            # Litestar's own page of it answers unknown addresses beside it with HTML: it stays out of reach.
            openapi_config=OpenAPIConfig(title="Paperplane", version=__version__, path="/openapi",
                                         render_plugins=[JsonRenderPlugin()]),
            after_request=_keep_private,
            debug=False, logging_config=None)

    def _dependencies(self) -> dict[str, Provide]:
        given = {"config": self.config, "limits": self.config.limits, "limiter": self.limiter, "db": self.db,
                 "keys": self.keys, "line": self.line, "storage": self.storage,
                 "mailer": self.mailer, "watch": self.watch}
        return {**{name: Provide(_always(part), sync_to_thread=False) for name, part in given.items()},
                "tx": Provide(self._tx), "address": Provide(_address, sync_to_thread=False), "viewer": Provide(self._viewer), **accounts.dependencies}

    async def _tx(self, request: Request[Any, Any, Any]) -> AsyncIterator[Tx]:
        async with self.db.autocommit() if request.method in READS else self.db.tx() as tx:
            yield tx

    async def _viewer(self, request: Request[Any, Any, Any], tx: NamedDependency[Tx]) -> Viewer:
        # It takes what it needs from here, not as dependencies: Litestar starts a task group for every level of them
        # that has more than one, which would be the dearest part of most requests.
        who = credential.of_request(request.method, request.headers, self.config.origin)
        found = await viewer(tx, self.keys, self.config.limits.sizes, who)
        self.limiter.take("requests_account", found.account_id)
        return found

    async def _before(self, request: Request[Any, Any, Any]) -> None:
        if request.scope["path"].startswith(API):
            self.limiter.take("requests_address", _address(request))


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


async def _keep_private(response: Response[Any]) -> Response[Any]:
    """What one viewer may see is for no cache, and is what it says it is."""
    response.headers.setdefault("cache-control", "no-store")
    response.headers.setdefault("x-content-type-options", "nosniff")
    return response


def _is_api(path: str) -> bool:
    return path.startswith(("/api/", "/media/")) or path in ("/healthz", "/readyz", "/metrics")


def _always(part: object) -> Any:
    return lambda: part


def _address(request: Request[Any, Any, Any]) -> str:
    return network_of(request.client.host) if request.client else ""


