"""Where a medium of a message is read, for who may read the message now."""

from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.errors import NotFound
from paperplane.media.types import VARIANTS, Variant
from paperplane.messages.attachments import rules
from paperplane.messages.bodies.rules import once
from paperplane.messages.bodies.types import MediaItem
from paperplane.messages.events import queries as log


async def item(tx: Tx, viewer: Viewer, conversation: UUID, seq: int, media: UUID, variant: str) -> tuple[MediaItem, Variant]:
    """NotFound where the message is not there for the viewer, unsent, expired or hidden, or has no such medium."""
    for message in await log.placed(tx, viewer.account_id, [(conversation, seq)]):
        for one in [] if once(message.body) else rules.items(message.body):
            for named in VARIANTS[one.kind]:
                if one.media_id == media and named == variant:
                    return one, named
    raise NotFound
