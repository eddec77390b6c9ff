"""HTTP doors of groups and of invitations to them."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, delete, get, patch, post, put
from litestar.di import NamedDependency as Given
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody, Parameter

from paperplane.accounts import reads as accounts
from paperplane.accounts.types import Credential, Viewer
from paperplane.core.config import Config
from paperplane.core.db import Db, Tx
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.limits import Limits
from paperplane.core.openapi import problems
from paperplane.core.storage import Storage
from paperplane.media import actions as media
from paperplane.media.routes import PictureUpload, picture_of
from paperplane.messages import reads as conversations
from paperplane.messages.groups import actions, joining, reads
from paperplane.messages.groups.types import (
    GroupChange,
    Invitations,
    Member,
    Members,
    Newcomers,
    NewGroup,
    RoleChange,
    Shown,
    Welcomed,
)
from paperplane.messages.types import Conversation

Cursor = Annotated[str | None, Parameter(max_length=200)]
Ids = Annotated[list[UUID], Parameter(min_items=1, max_items=100, description="Whose name and picture to get.")]
ONE = problems(400, 401, 403, 404, 409, 429, 503)
READ = problems(400, 401, 403, 404, 429, 503)


@post("/conversations", tags=["groups"], responses=ONE | {200: ResponseSpec(Conversation, description="Made before")})
async def make(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], limiter: Given[RateLimiter], viewer: Given[Viewer],
               data: JSONBody[NewGroup]) -> Response[Conversation]:
    """Make a group, with friends in it; others whom the maker can see are asked. A retry with the same `client_id` answers 200."""
    made, repeat = await joining.make(tx, keys, limits.sizes, limiter, viewer, data)
    return Response(await conversations.conversation(tx, keys, viewer, made), status_code=200 if repeat else 201)


@patch("/conversations/{conversation_id:uuid}", tags=["groups"], responses=ONE)
async def change(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], limiter: Given[RateLimiter], viewer: Given[Viewer],
                 conversation_id: FromPath[UUID], data: JSONBody[GroupChange]) -> Conversation:
    """Change a group's title, rules, and what new members read."""
    limiter.take("sends_account", viewer.account_id)
    await actions.change(tx, viewer, limits.sizes, conversation_id, data)
    return await conversations.conversation(tx, keys, viewer, conversation_id)


@put("/conversations/{conversation_id:uuid}/picture", operation_class=PictureUpload, request_max_body_size=None, tags=["groups"],
     responses=ONE | problems(413))
async def set_picture(request: Request[Any, Any, Any], tx: Given[Tx], db: Given[Db], config: Given[Config],
                      keys: Given[Keys], storage: Given[Storage], limiter: Given[RateLimiter],
                      who: Given[Credential | None], conversation_id: FromPath[UUID]) -> Conversation:
    """Show a picture for a group: its middle, made anew."""
    sizes = config.limits.sizes
    # Two transactions: none holds a connection, or the group's lock, while a picture comes in and is made anew.
    async with db.tx() as first:
        viewer = await accounts.viewer(first, keys, sizes, who)
        await actions.may_edit(first, viewer, conversation_id)
    limiter.take("avatar_account", viewer.account_id)
    picture = await media.keep_avatar(storage, sizes, await picture_of(request, sizes))
    await actions.set_picture(tx, viewer, conversation_id, picture)
    return await conversations.conversation(tx, keys, viewer, conversation_id)


@delete("/conversations/{conversation_id:uuid}/picture", status_code=200, tags=["groups"], responses=ONE)
async def remove_picture(tx: Given[Tx], keys: Given[Keys], limiter: Given[RateLimiter], viewer: Given[Viewer],
                         conversation_id: FromPath[UUID]) -> Conversation:
    """Show no picture for a group."""
    limiter.take("sends_account", viewer.account_id)
    await actions.set_picture(tx, viewer, conversation_id, None)
    return await conversations.conversation(tx, keys, viewer, conversation_id)


@get("/conversations/{conversation_id:uuid}/members", tags=["groups"], responses=READ)
async def members(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], viewer: Given[Viewer], conversation_id: FromPath[UUID],
                  cursor: Cursor = None) -> Members:
    """Who is in a group, owners and admins first; and, for who may add people, who was asked."""
    return await reads.members(tx, keys, limits.sizes, viewer, conversation_id, cursor)


@post("/conversations/{conversation_id:uuid}/members", status_code=200, tags=["groups"], responses=ONE)
async def add(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], limiter: Given[RateLimiter], viewer: Given[Viewer],
              conversation_id: FromPath[UUID], data: JSONBody[Newcomers]) -> Welcomed:
    """Add friends to a group, and ask others to join."""
    limiter.take("sends_account", viewer.account_id)
    added, asked = await joining.add(tx, keys, limits.sizes, limiter, viewer, conversation_id, data.handles)
    return await reads.welcomed(tx, added, asked)


@delete("/conversations/{conversation_id:uuid}/members/{account_id:uuid}", tags=["groups"], responses=ONE)
async def remove(tx: Given[Tx], limiter: Given[RateLimiter], viewer: Given[Viewer], conversation_id: FromPath[UUID],
                 account_id: FromPath[UUID]) -> None:
    """Remove somebody from a group, or take an invitation back."""
    limiter.take("sends_account", viewer.account_id)
    await actions.remove(tx, viewer, conversation_id, account_id)


@put("/conversations/{conversation_id:uuid}/members/{account_id:uuid}/role", tags=["groups"], responses=ONE)
async def set_role(tx: Given[Tx], limiter: Given[RateLimiter], viewer: Given[Viewer], conversation_id: FromPath[UUID],
                   account_id: FromPath[UUID], data: JSONBody[RoleChange]) -> Member:
    """Make a member an admin, an owner, or a plain member."""
    limiter.take("sends_account", viewer.account_id)
    return await reads.member(tx, await actions.set_role(tx, viewer, conversation_id, account_id, data.role))


@delete("/conversations/{conversation_id:uuid}/membership", tags=["groups"], responses=ONE)
async def leave(tx: Given[Tx], viewer: Given[Viewer], conversation_id: FromPath[UUID]) -> None:
    """Leave a group."""
    await actions.leave(tx, viewer, conversation_id)


@get("/conversations/{conversation_id:uuid}/people", tags=["groups"], responses=READ)
async def people(tx: Given[Tx], keys: Given[Keys], viewer: Given[Viewer], conversation_id: FromPath[UUID], ids: Ids) -> Shown:
    """Of these accounts, those who are or were in the group with the viewer, and those shown by contact cards in any
    conversation, as far as the viewer may know of them."""
    return await reads.known(tx, keys, viewer, conversation_id, ids)


@get("/me/invitations", tags=["groups"], responses=problems(400, 401, 429, 503))
async def invitations(tx: Given[Tx], limits: Given[Limits], viewer: Given[Viewer], cursor: Cursor = None) -> Invitations:
    """Groups the viewer is asked to join."""
    return await reads.invitations(tx, limits.sizes, viewer, cursor)


@put("/me/invitations/{conversation_id:uuid}", tags=["groups"], responses=ONE)
async def accept(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], viewer: Given[Viewer],
                 conversation_id: FromPath[UUID]) -> Conversation:
    """Join a group one was asked to join, even after ignoring it."""
    await joining.accept(tx, keys, limits.sizes, viewer, conversation_id)
    return await conversations.conversation(tx, keys, viewer, conversation_id)


@delete("/me/invitations/{conversation_id:uuid}", tags=["groups"], responses=ONE)
async def ignore(tx: Given[Tx], viewer: Given[Viewer], conversation_id: FromPath[UUID]) -> None:
    """Leave an invitation unanswered: for who asks it goes on waiting."""
    await joining.ignore(tx, viewer, conversation_id)


@put("/me/invitations/{conversation_id:uuid}/block", status_code=204, tags=["groups"], responses=ONE)
async def block_inviter(tx: Given[Tx], keys: Given[Keys], viewer: Given[Viewer], conversation_id: FromPath[UUID]) -> None:
    """Block who asks."""
    await joining.block_inviter(tx, keys, viewer, conversation_id)


routes = [make, change, set_picture, remove_picture, members, add, remove, set_role, leave, people, invitations, accept,
          ignore, block_inviter]
