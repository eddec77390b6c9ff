"""HTTP doors of changes to messages."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency as Given
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody, Parameter

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.limits import Limits
from paperplane.core.openapi import problems
from paperplane.messages.changes import actions, reads
from paperplane.messages.changes.types import Ballots, ChangeRequest, Done, Reactions, Versions
from paperplane.messages.events import queries as log
from paperplane.messages.reads import must_be_in
from paperplane.messages.types import MessagePage

Place = Annotated[int, Parameter(ge=0, le=2**53 - 1, description="The message's seq.")]
MESSAGE = "/conversations/{conversation_id:uuid}/messages/{seq:int}"


@post("/conversations/{conversation_id:uuid}/changes", tags=["messages"],
      responses=problems(400, 401, 403, 404, 409, 429, 503) | {200: ResponseSpec(Done, description="Done before")})
async def change(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], limiter: Given[RateLimiter], viewer: Given[Viewer],
                 conversation_id: FromPath[UUID], data: JSONBody[ChangeRequest]) -> Response[Done]:
    """Edit, unsend, react, pin, vote; a retry with the same `client_id` answers 200 with the first."""
    limiter.take("changes_account", viewer.account_id)
    done = await actions.change(tx, keys, limits.sizes, viewer, conversation_id, data.client_id, data.change)
    return Response(Done(data.client_id, conversation_id, done.seq, done.id, done.sent_at), status_code=200 if done.repeat else 201)


@get(MESSAGE + "/versions", tags=["messages"], responses=problems(400, 401, 404, 429, 503))
async def versions(tx: Given[Tx], viewer: Given[Viewer], conversation_id: FromPath[UUID], seq: FromPath[Place]) -> Versions:
    """What a message said before it was edited."""
    return await reads.versions(tx, viewer, conversation_id, seq)


@get(MESSAGE + "/reactions", tags=["messages"], responses=problems(400, 401, 404, 429, 503))
async def reactions(tx: Given[Tx], viewer: Given[Viewer], conversation_id: FromPath[UUID], seq: FromPath[Place]) -> Reactions:
    """Who reacted how."""
    return await reads.reactions(tx, viewer, conversation_id, seq)


@get(MESSAGE + "/votes", tags=["messages"], responses=problems(400, 401, 403, 404, 429, 503))
async def ballots(tx: Given[Tx], viewer: Given[Viewer], conversation_id: FromPath[UUID], seq: FromPath[Place]) -> Ballots:
    """Who chose what in a poll."""
    return await reads.ballots(tx, viewer, conversation_id, seq)


@get("/conversations/{conversation_id:uuid}/pins", tags=["messages"], responses=problems(400, 401, 404, 429, 503))
async def pins(tx: Given[Tx], viewer: Given[Viewer], conversation_id: FromPath[UUID]) -> MessagePage:
    """The pinned messages, the one pinned last first."""
    found = await log.pinned_messages(tx, viewer.account_id, conversation_id)
    if not found:
        await must_be_in(tx, viewer, conversation_id)
    return MessagePage(found, more=False)


routes = [change, versions, reactions, ballots, pins]
