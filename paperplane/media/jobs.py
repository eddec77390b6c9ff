"""What happens after: a picture nobody shows any more goes."""

from paperplane.core.db import Tx
from paperplane.core.storage import Storage
from paperplane.media import actions
from paperplane.media.types import AvatarReplaced, PreviewDropped


async def drop_avatar(storage: Storage, _tx: Tx, event: AvatarReplaced) -> None:
    await actions.drop_avatar(storage, event.avatar_id)


async def drop_preview(storage: Storage, _tx: Tx, event: PreviewDropped) -> None:
    await actions.drop_preview(storage, event.image_id)
