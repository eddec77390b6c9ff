"""HTTP doors of packs."""

from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, patch, post, put
from litestar.di import NamedDependency as Given
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.limits import Limits
from paperplane.core.openapi import problems
from paperplane.core.storage import Storage
from paperplane.media.files.actions import address
from paperplane.messages.packs import actions, reads
from paperplane.messages.packs.types import Pack, PackChange, PackRequest, Packs, PictureRequest, Place

ONE = "/packs/{pack_id:uuid}"
PICTURE = ONE + "/pictures/{media_id:uuid}"
READ = problems(400, 401, 403, 404, 429, 503)
WRITE = problems(400, 401, 403, 404, 409, 429, 503)
Conversation = Annotated[UUID | None, QueryParameter(name="conversation_id", description="With seq: a message that shows a picture of it.")]
Seq = Annotated[int | None, QueryParameter(name="seq", ge=0, le=2**53 - 1)]


def _place(conversation: UUID | None, seq: int | None) -> Place | None:
    return None if conversation is None or seq is None else Place(conversation, seq)


@get("/me/packs", tags=["packs"], responses=problems(400, 401, 429, 503))
async def mine(tx: Given[Tx], viewer: Given[Viewer]) -> Packs:
    """My packs in their order, then those of others that I have added."""
    return await reads.mine(tx, viewer)


@get("/conversations/{conversation_id:uuid}/packs", tags=["packs"], responses=READ)
async def of_group(tx: Given[Tx], viewer: Given[Viewer], conversation_id: FromPath[UUID]) -> Packs:
    """A group's packs, for who is in it."""
    return await reads.of_group(tx, viewer, conversation_id)


@post("/packs", tags=["packs"], responses=WRITE | {200: ResponseSpec(Pack, description="Made before")})
async def make(tx: Given[Tx], limits: Given[Limits], limiter: Given[RateLimiter], viewer: Given[Viewer],
               data: JSONBody[PackRequest]) -> Response[Pack]:
    """Make an empty pack; a retry with the same `client_id` answers 200 with the first."""
    limiter.take("packs_account", viewer.account_id)
    made, repeat = await actions.make(tx, limits.sizes, viewer, data)
    return Response(made, status_code=200 if repeat else 201)


@get(ONE, tags=["packs"], responses=READ)
async def pack(tx: Given[Tx], viewer: Given[Viewer], pack_id: FromPath[UUID], in_conversation: Conversation = None, seq: Seq = None) -> Pack:
    """A pack that I use, or that is shared and of which a message shows me a picture."""
    return await reads.one(tx, viewer, pack_id, _place(in_conversation, seq))


@patch(ONE, tags=["packs"], responses=WRITE)
async def change(tx: Given[Tx], limits: Given[Limits], limiter: Given[RateLimiter], viewer: Given[Viewer], pack_id: FromPath[UUID],
                 data: JSONBody[PackChange]) -> Pack:
    """Call it something else, put it in order, share it or no longer."""
    limiter.take("packs_account", viewer.account_id)
    return await actions.change(tx, limits.sizes, viewer, pack_id, data)


@delete(ONE, tags=["packs"], responses=WRITE)
async def remove(tx: Given[Tx], limiter: Given[RateLimiter], viewer: Given[Viewer], pack_id: FromPath[UUID]) -> None:
    """Delete a pack; what was sent out of it stays."""
    limiter.take("packs_account", viewer.account_id)
    await actions.delete(tx, viewer, pack_id)


@put(PICTURE, tags=["packs"], responses=WRITE)
async def put_picture(tx: Given[Tx], limits: Given[Limits], limiter: Given[RateLimiter], viewer: Given[Viewer], pack_id: FromPath[UUID],
                      media_id: FromPath[UUID], data: JSONBody[PictureRequest]) -> Pack:
    """Put in a picture that I have brought as a `sticker`, or call one of it something else."""
    limiter.take("packs_account", viewer.account_id)
    return await actions.put_picture(tx, limits.sizes, viewer, pack_id, media_id, data)


@delete(PICTURE, status_code=200, tags=["packs"], responses=WRITE)
async def remove_picture(tx: Given[Tx], limiter: Given[RateLimiter], viewer: Given[Viewer], pack_id: FromPath[UUID],
                         media_id: FromPath[UUID]) -> Pack:
    """Take a picture out; where it was sent it stays."""
    limiter.take("packs_account", viewer.account_id)
    return await actions.remove_picture(tx, viewer, pack_id, media_id)


@get(PICTURE + "/{variant:str}", status_code=302, tags=["packs"], responses=READ)
async def picture(tx: Given[Tx], keys: Given[Keys], storage: Given[Storage], limits: Given[Limits], viewer: Given[Viewer],
                  pack_id: FromPath[UUID], media_id: FromPath[UUID], variant: FromPath[str], in_conversation: Conversation = None,
                  seq: Seq = None) -> Response[None]:
    """`variant` is small or sticker: leads to an address that is good for some minutes."""
    named = await reads.variant(tx, viewer, pack_id, media_id, variant, _place(in_conversation, seq))
    where = await address(storage, keys, limits.sizes, media_id, named, "")
    return Response(None, status_code=302, headers={"location": where, "cache-control": "no-store"})


@put("/me/packs/{pack_id:uuid}", tags=["packs"], responses=WRITE)
async def add(tx: Given[Tx], limits: Given[Limits], limiter: Given[RateLimiter], viewer: Given[Viewer], pack_id: FromPath[UUID],
              in_conversation: Conversation = None, seq: Seq = None) -> Pack:
    """Add a shared pack of somebody else's, of which a message shows me a picture."""
    limiter.take("packs_account", viewer.account_id)
    return await actions.add(tx, limits.sizes, viewer, pack_id, _place(in_conversation, seq))


@delete("/me/packs/{pack_id:uuid}", tags=["packs"], responses=WRITE)
async def leave(tx: Given[Tx], limiter: Given[RateLimiter], viewer: Given[Viewer], pack_id: FromPath[UUID]) -> None:
    """Use a pack of somebody else's no longer."""
    limiter.take("packs_account", viewer.account_id)
    await actions.leave(tx, viewer, pack_id)


routes = [mine, of_group, make, pack, change, remove, put_picture, remove_picture, picture, add, leave]
