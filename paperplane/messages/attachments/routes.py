"""The HTTP door to the media of messages."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency as Given
from litestar.params import FromPath, Parameter

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.core.limits import Limits
from paperplane.core.openapi import problems
from paperplane.core.storage import Storage
from paperplane.media.files.actions import address
from paperplane.messages.attachments import reads

Place = Annotated[int, Parameter(ge=0, le=2**53 - 1, description="The message's seq.")]


@get("/conversations/{conversation_id:uuid}/messages/{seq:int}/media/{media_id:uuid}/{variant:str}", status_code=302, tags=["media"],
     responses=problems(400, 401, 404, 429, 503))
async def media(tx: Given[Tx], keys: Given[Keys], storage: Given[Storage], limits: Given[Limits], viewer: Given[Viewer],
                conversation_id: FromPath[UUID], seq: FromPath[Place], media_id: FromPath[UUID], variant: FromPath[str]) -> Response[None]:
    """A medium of a message that I may read now: leads to an address that is good for some minutes."""
    item, named = await reads.item(tx, viewer, conversation_id, seq, media_id, variant)
    where = await address(storage, keys, limits.sizes, media_id, named, item.name)
    return Response(None, status_code=302, headers={"location": where, "cache-control": "no-store"})


routes = [media]
