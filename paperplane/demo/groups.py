"""The demo's groups: made and changed through the same actions as anybody's."""

from uuid import UUID, uuid5

from paperplane.accounts.types import Viewer
from paperplane.core.config import Config
from paperplane.core.db import Db, Tx
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.demo import talk
from paperplane.messages.groups import actions, joining
from paperplane.messages.groups.types import GroupChange, NewGroup
from paperplane.messages.queries import head


async def made(db: Db, config: Config, keys: Keys, viewers: dict[str, Viewer], group: talk.Group) -> UUID:
    """The conversation of a group, made by its first step unless it is there."""
    first = group.entries[0]
    assert isinstance(first, talk.Step), first
    maker = viewers[first.sender]
    wish = NewGroup("group", group.title, first.what.split(), uuid5(maker.account_id, group.title))
    async with db.tx() as tx:
        conversation, _ = await joining.make(tx, keys, config.limits.sizes, _unlimited(config), maker, wish)
    return conversation


async def done(db: Db, config: Config, keys: Keys, viewers: dict[str, Viewer], step: talk.Step, conversation: UUID, seq: int) -> None:
    """Take a step, which is the event `seq`, unless an earlier try took it."""
    async with db.tx() as tx:
        found = await head(tx, viewers[step.sender].account_id, conversation)
        if found is None or found.last_seq < seq:
            await _do(tx, config, keys, viewers, step, conversation)


async def _do(tx: Tx, config: Config, keys: Keys, viewers: dict[str, Viewer], step: talk.Step, conversation: UUID) -> None:
    viewer, sizes = viewers[step.sender], config.limits.sizes
    match step.does:
        case "adds":
            await joining.add(tx, keys, sizes, _unlimited(config), viewer, conversation, step.what.split())
        case "promotes":
            await actions.set_role(tx, viewer, conversation, viewers[step.what].account_id, "admin")
        case "names":
            await actions.change(tx, viewer, sizes, conversation, GroupChange(title=step.what))


def _unlimited(config: Config) -> RateLimiter:
    return RateLimiter(config.limits.rates, enabled=False)
