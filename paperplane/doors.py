"""Every door over HTTP, as one Litestar application: made once a process, and given the parts of whichever `App` asks."""

from collections.abc import AsyncIterator
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from litestar import Litestar, Request, Response, Router
from litestar.di import NamedDependency, Provide
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from paperplane import __version__
from paperplane.accounts import credential
from paperplane.accounts import routes as accounts
from paperplane.accounts.reads import viewer
from paperplane.accounts.types import Viewer
from paperplane.calls import routes as calls
from paperplane.core import http
from paperplane.core import routes as core
from paperplane.core.db import Tx
from paperplane.core.errors import AppError
from paperplane.core.limiter import network_of
from paperplane.core.openapi import problems
from paperplane.demo import routes as demo
from paperplane.feed import routes as feed
from paperplane.media import routes as media
from paperplane.media.files import routes as files
from paperplane.media.uploads import routes as uploads
from paperplane.messages import routes as messages
from paperplane.messages.attachments import routes as attachments
from paperplane.messages.changes import routes as changes
from paperplane.messages.drafts import routes as drafts
from paperplane.messages.folders import routes as folders
from paperplane.messages.groups import routes as groups
from paperplane.messages.hidden import routes as hidden
from paperplane.messages.packs import routes as packs
from paperplane.messages.scheduled import routes as scheduled
from paperplane.messages.streaks import routes as streaks
from paperplane.messages.sweeping import routes as sweeping
from paperplane.messages.timers import routes as timers
from paperplane.messages.viewing import routes as viewing
from paperplane.moderation import routes as moderation
from paperplane.notifications import routes as notifications
from paperplane.notifications.digest import routes as digest
from paperplane.notifications.push import routes as push
from paperplane.notifications.settings import routes as telling
from paperplane.operation import routes as operation
from paperplane.posts import routes as posts
from paperplane.posts.bookmarks import routes as bookmarks
from paperplane.posts.cards import routes as cards
from paperplane.posts.comments import routes as comments
from paperplane.posts.people import routes as people
from paperplane.posts.tags import routes as tags
from paperplane.posts.video import routes as videos
from paperplane.posts.views import routes as views
from paperplane.profiles import routes as profiles
from paperplane.relations import routes as relations
from paperplane.relations.nicknames import routes as nicknames
from paperplane.search import routes as search

if TYPE_CHECKING:
    from paperplane.app import App

API = "/api/v1"
READS = frozenset({"GET", "HEAD"})
# Where a request's scope says whose it is.
APP = "paperplane"
EVERY = (core, accounts, relations, profiles, messages, attachments, viewing, changes, groups, timers,
         media, uploads, hidden, sweeping, scheduled, drafts,
         folders, packs, streaks, nicknames, posts, comments, bookmarks, cards, people, tags, videos, views, feed,
         calls, notifications, push, telling, digest, search, moderation, operation, demo)
PARTS = ("config", "limiter", "db", "keys", "line", "storage", "mailer", "watch", "fetcher")

Asked = Request[Any, Any, Any]


@lru_cache
def doors(request_bytes: int) -> Litestar:
    """The doors, behind which no body is larger than `request_bytes` unless one says so itself.

    Made once, since it takes longer than all else of a start. Its requests find their App at APP in the scope.
    """
    return Litestar(
        route_handlers=[*core.root_routes, *media.root_routes, *files.root_routes,
                        Router(API, route_handlers=[_bounded(route) for module in EVERY for route in module.routes])],
        dependencies=_dependencies(),
        exception_handlers={AppError: http.app_error, HTTPException: http.http_error, Exception: http.unexpected},
        request_class=http.JsonRequest, before_request=_before, after_request=_keep_private,
        request_max_body_size=request_bytes,
        # Litestar's own page of it answers unknown addresses beside it with HTML: it stays out of reach.
        openapi_config=OpenAPIConfig(title="Paperplane", version=__version__, path="/openapi",
                                     render_plugins=[JsonRenderPlugin()]),
        debug=False, logging_config=None)


def _bounded(route: HTTPRouteHandler) -> HTTPRouteHandler:
    """Whatever takes a body may be answered that it is too large: said here once for all."""
    if "data" in route.fn.__annotations__ and route.responses is not None:
        route.responses = {**problems(413), **route.responses}
    return route


def _dependencies() -> dict[str, Provide]:
    given = {name: Provide(_part(name), sync_to_thread=False) for name in PARTS}
    return {**given, "limits": Provide(_part("config.limits"), sync_to_thread=False),
            "tx": Provide(_tx), "address": Provide(_address, sync_to_thread=False), "viewer": Provide(_viewer),
            **accounts.dependencies}


def _part(name: str) -> Any:
    part = attrgetter(name)

    def provided(request: Asked) -> Any:
        return part(_app(request))
    return provided


def _app(request: Asked) -> "App":
    found: App = request.scope[APP]  # type: ignore[literal-required]
    return found


async def _tx(request: Asked) -> AsyncIterator[Tx]:
    db = _app(request).db
    async with db.autocommit() if request.method in READS else db.tx() as tx:
        yield tx


async def _viewer(request: Asked, tx: NamedDependency[Tx]) -> Viewer:
    # It takes what it needs from the App, not as dependencies: Litestar starts a task group for every level of them
    # that has more than one, which would be the dearest part of most requests.
    app = _app(request)
    who = credential.of_request(request.method, request.headers, app.config.origin)
    found = await viewer(tx, app.keys, app.config.limits.sizes, who)
    app.limiter.take("requests_account", found.account_id)
    return found


async def _before(request: Asked) -> None:
    if request.scope["path"].startswith(API):
        _app(request).limiter.take("requests_address", _address(request))


async def _keep_private(response: Response[Any]) -> Response[Any]:
    """What one viewer may see is for no cache, and is what it says it is."""
    response.headers.setdefault("cache-control", "no-store")
    response.headers.setdefault("x-content-type-options", "nosniff")
    return response


def _address(request: Asked) -> str:
    return network_of(request.client.host) if request.client else ""
