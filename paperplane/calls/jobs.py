"""What calls do when something else has happened."""

from paperplane.calls.actions import end_where_parted
from paperplane.core.config import Config
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.relations.types import BlockChanged, Unfriended


async def block_ends_call(config: Config, keys: Keys, tx: Tx, event: BlockChanged) -> None:
    await end_where_parted(tx, keys, config.limits.sizes, event.blocker_id, event.blocked_id)


async def parting_ends_call(config: Config, keys: Keys, tx: Tx, event: Unfriended) -> None:
    await end_where_parted(tx, keys, config.limits.sizes, event.one_id, event.other_id)
