"""Doors for whoever runs the server: is it alive, is it ready, its figures, its limits."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency as Given
from litestar.enums import MediaType
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from paperplane.core.db import Db
from paperplane.core.errors import Unavailable
from paperplane.core.limits import Limits
from paperplane.core.openapi import problems


@get("/healthz", tags=["operation"], media_type=MediaType.TEXT)
async def healthz() -> str:
    """The process is alive."""
    return "alive\n"


@get("/readyz", tags=["operation"], media_type=MediaType.TEXT, responses=problems(503))
async def readyz(db: Given[Db]) -> str:
    """The database, brought to this version's schema, and the bus answer; otherwise 503."""
    if not (await db.ready() and db.bus.ready()):
        raise Unavailable
    return "ready\n"


@get("/metrics", tags=["operation"], include_in_schema=False)
async def metrics() -> Response[bytes]:
    return Response(generate_latest(), headers={"content-type": CONTENT_TYPE_LATEST})


@get("/limits", tags=["operation"], responses=problems(429))
async def limits(limits: Given[Limits]) -> Limits:
    """Every size, rate and window."""
    return limits


@get("/openapi.json", tags=["operation"], include_in_schema=False)
async def openapi(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """The description of this API (OpenAPI 3.1)."""
    return request.app.openapi_schema.to_schema()


root_routes = [healthz, readyz, metrics]
routes = [limits, openapi]
