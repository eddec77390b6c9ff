"""What happens after: a picture nobody shows any more goes."""

from paperplane.core.db import Tx
from paperplane.core.storage import Storage
from paperplane.media import actions
from paperplane.media.types import AvatarReplaced


async def drop_avatar(storage: Storage, _tx: Tx, event: AvatarReplaced) -> None:
    await actions.drop_avatar(storage, event.avatar_id)
