"""HTTP doors of streaks."""

from uuid import UUID

from litestar import delete, put
from litestar.di import NamedDependency as Given
from litestar.params import FromPath

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.openapi import problems
from paperplane.messages import reads
from paperplane.messages.streaks import actions
from paperplane.messages.types import Conversation

AT = "/conversations/{conversation_id:uuid}/streak"


@put(AT, tags=["streaks"], responses=problems(400, 401, 403, 404, 429, 503))
async def ask(tx: Given[Tx], keys: Given[Keys], viewer: Given[Viewer], limiter: Given[RateLimiter],
              conversation_id: FromPath[UUID]) -> Conversation:
    """I want a streak with this friend. It begins once both do."""
    limiter.take("streaks_account", viewer.account_id)
    await actions.ask(tx, viewer, conversation_id)
    return await reads.conversation(tx, keys, viewer, conversation_id)


@delete(AT, status_code=200, tags=["streaks"], responses=problems(400, 401, 403, 404, 429, 503))
async def end(tx: Given[Tx], keys: Given[Keys], viewer: Given[Viewer], limiter: Given[RateLimiter],
              conversation_id: FromPath[UUID]) -> Conversation:
    """No streak, for neither of us."""
    limiter.take("streaks_account", viewer.account_id)
    await actions.end(tx, viewer, conversation_id)
    return await reads.conversation(tx, keys, viewer, conversation_id)


@put(AT + "/pause", tags=["streaks"], responses=problems(400, 401, 403, 404, 409, 429, 503))
async def pause(tx: Given[Tx], keys: Given[Keys], viewer: Given[Viewer], limiter: Given[RateLimiter],
                conversation_id: FromPath[UUID]) -> Conversation:
    """Pause the streak: days that pass count against nobody."""
    limiter.take("streaks_account", viewer.account_id)
    await actions.pause(tx, viewer, conversation_id)
    return await reads.conversation(tx, keys, viewer, conversation_id)


@delete(AT + "/pause", status_code=200, tags=["streaks"], responses=problems(400, 401, 403, 404, 409, 429, 503))
async def go_on(tx: Given[Tx], keys: Given[Keys], viewer: Given[Viewer], limiter: Given[RateLimiter],
                conversation_id: FromPath[UUID]) -> Conversation:
    """Go on with a paused streak."""
    limiter.take("streaks_account", viewer.account_id)
    await actions.go_on(tx, viewer, conversation_id)
    return await reads.conversation(tx, keys, viewer, conversation_id)


routes = [ask, end, pause, go_on]
