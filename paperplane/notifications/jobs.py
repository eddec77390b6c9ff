"""What is told of what others did."""

from paperplane.calls.types import Ringing, RingingOver
from paperplane.core.config import Config
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.core.mail import Mailer
from paperplane.notifications import actions
from paperplane.notifications.digest.actions import send
from paperplane.notifications.digest.types import DigestDue
from paperplane.notifications.ringing import actions as ringing
from paperplane.notifications.types import ActivityFrame
from paperplane.posts.comments.types import Commented
from paperplane.posts.likes.types import Liked
from paperplane.posts.people.types import NamedInPost
from paperplane.posts.types import PostPublished
from paperplane.relations.types import Asked, Followed


async def tell_followed(tx: Tx, event: Followed) -> None:
    tx.push(ActivityFrame(), to=[event.followee_id])
    tx.signal(Asked([event.followee_id]))


async def tell_liked(keys: Keys, tx: Tx, event: Liked) -> None:
    await actions.tell(tx, keys, event.account_id, [event.owner_id], event.post_id)


async def tell_commented(keys: Keys, tx: Tx, event: Commented) -> None:
    await actions.tell(tx, keys, event.author_id, event.account_ids, event.post_id)


async def tell_named(keys: Keys, tx: Tx, event: NamedInPost) -> None:
    await actions.tell(tx, keys, event.author_id, event.account_ids, event.post_id)


async def tell_published(keys: Keys, tx: Tx, event: PostPublished) -> None:
    await actions.tell_published(tx, keys, event.post_id)


async def send_digest(mailer: Mailer, config: Config, keys: Keys, tx: Tx, event: DigestDue) -> None:
    await send(tx, mailer, config, keys, event)


async def ring(config: Config, tx: Tx, event: Ringing) -> None:
    await ringing.ring(tx, config, event)


async def stop_ringing(config: Config, tx: Tx, event: RingingOver) -> None:
    await ringing.stop(tx, config, event)
