"""HTTP doors of timers."""

from uuid import UUID

from litestar import put
from litestar.di import NamedDependency as Given
from litestar.params import FromPath, JSONBody

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.limits import Limits
from paperplane.core.openapi import problems
from paperplane.messages import reads
from paperplane.messages.timers import actions
from paperplane.messages.timers.types import TimerRequest
from paperplane.messages.types import Conversation


@put("/conversations/{conversation_id:uuid}/timer", tags=["time"], responses=problems(400, 401, 403, 404, 429, 503))
async def set_timer(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], limiter: Given[RateLimiter], viewer: Given[Viewer],
                    conversation_id: FromPath[UUID], data: JSONBody[TimerRequest]) -> Conversation:
    """Let what is said from now on disappear after a while, for everybody; or not any more."""
    limiter.take("sends_account", viewer.account_id)
    await actions.set_timer(tx, keys, limits.sizes, viewer, conversation_id, data.timer_s)
    return await reads.conversation(tx, keys, viewer, conversation_id)


routes = [set_timer]
