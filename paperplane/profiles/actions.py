"""What changes a profile."""

from uuid import UUID

from paperplane.accounts import actions as accounts
from paperplane.accounts import queries as account_queries
from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.limits import Sizes
from paperplane.media.types import AvatarReplaced
from paperplane.profiles import queries, rules
from paperplane.profiles.types import ProfileChange


async def change(tx: Tx, viewer: Viewer, sizes: Sizes, asked: ProfileChange) -> None:
    if asked.display_name is not None:
        await accounts.rename(tx, viewer, sizes, asked.display_name)
    bio = None if asked.bio is None else rules.bio(asked.bio, sizes)
    pronouns = None if asked.pronouns is None else rules.pronouns(asked.pronouns, sizes)
    links = None if asked.links is None else rules.links(asked.links, sizes)
    await queries.save_profile(tx, viewer.account_id, bio, pronouns, links)


async def change_avatar(tx: Tx, viewer: Viewer, avatar: UUID | None) -> None:
    """Show another avatar, or none; the one before goes once this is true."""
    before = await account_queries.set_avatar(tx, viewer.account_id, avatar)
    if before is not None:
        tx.announce(AvatarReplaced(before))
