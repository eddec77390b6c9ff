"""HTTP doors of messages that are sent later."""

from uuid import UUID

from litestar import Response, delete, get, patch, post
from litestar.di import NamedDependency as Given
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.limits import Limits
from paperplane.core.openapi import problems
from paperplane.messages.scheduled import actions, queries
from paperplane.messages.scheduled.types import AllScheduled, ScheduleChange, Scheduled, ScheduleRequest

ONE = "/me/scheduled/{scheduled_id:uuid}"
WRITE = problems(400, 401, 403, 404, 409, 429, 503)


@post("/conversations/{conversation_id:uuid}/scheduled", tags=["time"],
      responses=WRITE | {200: ResponseSpec(Scheduled, description="Put down before")})
async def schedule(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], limiter: Given[RateLimiter], viewer: Given[Viewer],
                   conversation_id: FromPath[UUID], data: JSONBody[ScheduleRequest]) -> Response[Scheduled]:
    """Send something later; a retry with the same `client_id` answers 200 with the first."""
    limiter.take("sends_account", viewer.account_id)
    made, repeat = await actions.schedule(tx, keys, limits.sizes, viewer, conversation_id, data)
    return Response(made, status_code=200 if repeat else 201)


@get("/me/scheduled", tags=["time"], responses=problems(400, 401, 429, 503))
async def scheduled(tx: Given[Tx], viewer: Given[Viewer], conversation_id: FromQuery[UUID | None] = None) -> AllScheduled:
    """What waits to be sent, everywhere or in one conversation."""
    return AllScheduled(await queries.of(tx, viewer.account_id, conversation_id))


@patch(ONE, tags=["time"], responses=WRITE)
async def change(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], limiter: Given[RateLimiter], viewer: Given[Viewer],
                 scheduled_id: FromPath[UUID], data: JSONBody[ScheduleChange]) -> Scheduled:
    """Say something else, or at another time."""
    limiter.take("sends_account", viewer.account_id)
    return await actions.change(tx, keys, limits.sizes, viewer, scheduled_id, data)


@delete(ONE, tags=["time"], responses=WRITE)
async def cancel(tx: Given[Tx], viewer: Given[Viewer], scheduled_id: FromPath[UUID]) -> None:
    """Do not send it."""
    await actions.cancel(tx, viewer, scheduled_id)


routes = [schedule, scheduled, change, cancel]
