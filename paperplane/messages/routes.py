"""HTTP doors of conversations."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, patch, post, put
from litestar.di import NamedDependency as Given
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody, Parameter

from paperplane.accounts import reads as accounts
from paperplane.accounts.types import SIZES, Credential, Person, Viewer
from paperplane.core.db import Db, Tx
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.limits import Limits
from paperplane.core.openapi import problems
from paperplane.messages import actions, reads
from paperplane.messages.bodies.types import Seq
from paperplane.messages.events.types import Message
from paperplane.messages.proof import prove
from paperplane.messages.sending.line import SendLine
from paperplane.messages.types import (
    AcceptanceRequest,
    Conversation,
    EventPage,
    Inbox,
    MarksRequest,
    MessagePage,
    MineChange,
    Proof,
    ProofRequest,
    SendRequest,
    Sync,
    Tab,
)

Before = Annotated[int | None, Parameter(ge=0, le=2**53 - 1, description="Only messages below this seq.")]
After = Annotated[int | None, Parameter(ge=0, le=2**53 - 1, description="Only messages above this seq.")]
Words = Annotated[str | None, Parameter(max_length=SIZES.search_chars, description="Words of a name or a title.")]
Seqs = Annotated[list[Seq] | None, Parameter(max_items=100, description="Only these; repeated. Wins over the bounds.")]
PageSize = Annotated[int, Parameter(ge=1, le=100)]


@put("/users/{handle:str}/conversation", tags=["messages"], responses=problems(400, 401, 403, 404, 429, 503))
async def open_direct(tx: Given[Tx], keys: Given[Keys], viewer: Given[Viewer], handle: FromPath[str]) -> Conversation:
    """The 1:1 conversation with a person, made if there was none."""
    opened = await actions.open_direct(tx, keys, viewer, handle)
    return await reads.conversation(tx, keys, viewer, opened)


@get("/conversations/{conversation_id:uuid}", tags=["messages"], responses=problems(400, 401, 404, 429, 503))
async def conversation(tx: Given[Tx], keys: Given[Keys], viewer: Given[Viewer],
                       conversation_id: FromPath[UUID]) -> Conversation:
    """A conversation's head."""
    return await reads.conversation(tx, keys, viewer, conversation_id)


@get("/inbox", tags=["messages"], responses=problems(400, 401, 404, 429, 503))
async def inbox(tx: Given[Tx], keys: Given[Keys], viewer: Given[Viewer], tab: FromQuery[Tab] = "conversations",
                q: Words = None, folder: FromQuery[UUID | None] = None, cursor: FromQuery[str | None] = None,
                limit: Annotated[int, Parameter(ge=1, le=50)] = 30) -> Inbox:
    """Conversations by their newest message, the pinned first; strangers' first messages stand in `requests`.

    With `q`, those of whose title or person every word begins a word, archived ones too. With `folder`, what stands in
    that folder of mine, by time alone.
    """
    return await reads.inbox(tx, keys, viewer, tab, q, folder, cursor, limit)


@get("/sync", tags=["messages"], responses=problems(400, 401, 429, 503))
async def sync(tx: Given[Tx], keys: Given[Keys], viewer: Given[Viewer], limits: Given[Limits],
               limiter: Given[RateLimiter], cursor: FromQuery[str | None] = None) -> Sync:
    """Heads of the conversations that changed since a cursor."""
    limiter.take("syncs_account", viewer.account_id)
    return await reads.sync(tx, keys, viewer, cursor, limits.sizes.sync_conversations)


@post("/sync/proof", status_code=200, tags=["messages"], responses=problems(400, 401, 429, 503))
async def proof(tx: Given[Tx], viewer: Given[Viewer], limiter: Given[RateLimiter], data: JSONBody[ProofRequest]) -> Proof:
    """Up to where logs that a client holds are the server's."""
    limiter.take("syncs_account", viewer.account_id)
    return await prove(tx, viewer, data.conversations)


@get("/conversations/{conversation_id:uuid}/messages", tags=["messages"], responses=problems(400, 401, 404, 429, 503))
async def messages(tx: Given[Tx], viewer: Given[Viewer], conversation_id: FromPath[UUID], before: Before = None,
                   after: After = None, seqs: Seqs = None, limit: PageSize = 50) -> MessagePage:
    """A page of messages, ascending; without bounds the newest."""
    return await reads.messages(tx, viewer, conversation_id, before, after, seqs, limit)


@get("/conversations/{conversation_id:uuid}/events", tags=["messages"], responses=problems(400, 401, 404, 429, 503))
async def events(tx: Given[Tx], viewer: Given[Viewer], conversation_id: FromPath[UUID],
                 after: Annotated[int, Parameter(ge=0, le=2**53 - 1)],
                 limit: Annotated[int, Parameter(ge=1, le=500)] = 200) -> EventPage:
    """The log above a seq, without a hole; repair and sync read it."""
    return await reads.events(tx, viewer, conversation_id, after, limit)


@post("/conversations/{conversation_id:uuid}/messages", tags=["messages"],
      responses=problems(400, 401, 403, 404, 429, 503) | {200: ResponseSpec(Message, description="Sent before")})
async def send(db: Given[Db], keys: Given[Keys], limits: Given[Limits], line: Given[SendLine],
               limiter: Given[RateLimiter], who: Given[Credential | None], conversation_id: FromPath[UUID],
               data: JSONBody[SendRequest]) -> Response[Message]:
    """Send a message; a retry with the same `client_id` answers 200 with the first."""
    async with db.tx() as tx:
        viewer = await accounts.viewer(tx, keys, limits.sizes, who)
    limiter.take("sends_account", viewer.account_id)
    message, repeat = await actions.send(db, line, viewer, conversation_id, data)
    return Response(message, status_code=200 if repeat else 201)


@put("/conversations/{conversation_id:uuid}/marks", tags=["messages"], responses=problems(400, 401, 403, 404, 429, 503))
async def marks(tx: Given[Tx], keys: Given[Keys], viewer: Given[Viewer], conversation_id: FromPath[UUID],
                data: JSONBody[MarksRequest]) -> Conversation:
    """Move my marks forward."""
    await actions.mark(tx, viewer, conversation_id, data)
    return await reads.conversation(tx, keys, viewer, conversation_id)


@put("/conversations/{conversation_id:uuid}/acceptance", tags=["messages"], responses=problems(400, 401, 403, 404, 409, 429, 503))
async def acceptance(tx: Given[Tx], keys: Given[Keys], viewer: Given[Viewer], conversation_id: FromPath[UUID],
                     data: JSONBody[AcceptanceRequest]) -> Conversation:
    """Accept or ignore a request."""
    await actions.answer_request(tx, keys, viewer, conversation_id, accepted=data.accepted)
    return await reads.conversation(tx, keys, viewer, conversation_id)


@patch("/conversations/{conversation_id:uuid}/mine", tags=["messages"], responses=problems(400, 401, 403, 404, 409, 429, 503))
async def keep(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], viewer: Given[Viewer],
               conversation_id: FromPath[UUID], data: JSONBody[MineChange]) -> Conversation:
    """Pin, archive, mute or mark a conversation as unread, for oneself."""
    await actions.keep(tx, viewer, limits.sizes, conversation_id, data)
    return await reads.conversation(tx, keys, viewer, conversation_id)


@get("/conversations/{conversation_id:uuid}/person", tags=["messages"], responses=problems(400, 401, 404, 429, 503))
async def asker(tx: Given[Tx], keys: Given[Keys], viewer: Given[Viewer], conversation_id: FromPath[UUID]) -> Person:
    """Who a request is from. They are not told that somebody looked."""
    return await actions.asker(tx, keys, viewer, conversation_id)


@put("/conversations/{conversation_id:uuid}/block", status_code=204, tags=["messages"], responses=problems(400, 401, 403, 404, 429, 503))
async def block_asker(tx: Given[Tx], keys: Given[Keys], viewer: Given[Viewer], conversation_id: FromPath[UUID]) -> None:
    """Block who a request is from."""
    await actions.block_asker(tx, keys, viewer, conversation_id)


routes = [open_direct, conversation, inbox, sync, proof, messages, events, send, marks, acceptance, keep, asker, block_asker]
