"""What happens after: what was brought is made ready, and a picture nobody shows any more goes."""

from paperplane.core.config import Config
from paperplane.core.db import Db, Tx
from paperplane.core.storage import Storage
from paperplane.media import actions
from paperplane.media.ladder import stills
from paperplane.media.ladder.types import StillDropped
from paperplane.media.making import actions as making
from paperplane.media.types import AvatarReplaced, PreviewDropped, UploadWhole


async def drop_avatar(storage: Storage, _tx: Tx, event: AvatarReplaced) -> None:
    await actions.drop_avatar(storage, event.avatar_id)


async def drop_preview(storage: Storage, _tx: Tx, event: PreviewDropped) -> None:
    await actions.drop_preview(storage, event.image_id)


async def make(storage: Storage, config: Config, db: Db, _tx: Tx, event: UploadWhole) -> None:
    await making.make(storage, config, db, event.media_id)


async def drop_still(storage: Storage, tx: Tx, event: StillDropped) -> None:
    await stills.remove(tx, storage, event.media_id, event.at_ms)
