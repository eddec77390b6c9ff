"""ONE table: what is announced → the jobs it becomes, and who does that job. Read it to know every side effect."""

from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any, NamedTuple

import msgspec

from paperplane.accounts import jobs as accounts
from paperplane.accounts.settings.types import ReceiptsSwitched
from paperplane.accounts.types import MailDue, ResetAsked
from paperplane.calls import jobs as calls
from paperplane.calls.types import Ringing, RingingOver
from paperplane.core.config import Config
from paperplane.core.db import Connection, Db
from paperplane.core.fetching import Fetcher
from paperplane.core.jobs import Handler, Job, enqueue
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.mail import Mailer
from paperplane.core.storage import Storage
from paperplane.feed.actions import count_on, forget_on
from paperplane.media import jobs as media
from paperplane.media.ladder.actions import climb_on
from paperplane.media.ladder.stills import still_on
from paperplane.media.ladder.types import StillDropped, StillMade
from paperplane.media.types import AvatarReplaced, PreviewDropped, UploadWhole
from paperplane.media.uploads.actions import expire
from paperplane.messages import jobs as messages
from paperplane.messages.attachments.actions import drop_unused
from paperplane.messages.attachments.types import Unattached
from paperplane.messages.previews.types import LinkSaid
from paperplane.messages.sweeping.actions import sweep_on
from paperplane.messages.timers.actions import purge
from paperplane.messages.types import Resaid
from paperplane.notifications import jobs as notifications
from paperplane.notifications.digest.actions import mail_on
from paperplane.notifications.digest.types import DigestDue
from paperplane.posts import jobs as posts
from paperplane.posts.comments.actions import remove_on as remove_comments_on
from paperplane.posts.comments.types import Commented
from paperplane.posts.likes.types import Liked
from paperplane.posts.people.types import NamedInPost
from paperplane.posts.publishing.actions import remove_on
from paperplane.posts.types import PostChanged, PostLinkSaid, PostPublished
from paperplane.relations.types import BlockChanged, CloseFriendsChanged, Followed, Unfriended
from paperplane.search import jobs as search


class Subscriber(NamedTuple):
    """`needs` names the parts of the server that the job is given, in this order."""

    job: str
    run: Callable[..., Awaitable[None]]
    needs: tuple[str, ...] = ()


SUBSCRIBERS: dict[type[msgspec.Struct], tuple[Subscriber, ...]] = {
    MailDue: (Subscriber("send_mail", accounts.send_mail, ("mailer", "config", "keys")),),
    ResetAsked: (Subscriber("find_reset", accounts.find_reset, ("config", "keys")),),
    ReceiptsSwitched: (Subscriber("retell_receipts", messages.retell_receipts),),
    AvatarReplaced: (Subscriber("drop_avatar", media.drop_avatar, ("storage",)),),
    Resaid: (Subscriber("index_again", search.index_again),),
    Unattached: (Subscriber("drop_media", messages.drop_media, ("storage",)),),
    UploadWhole: (Subscriber("make_media", media.make, ("storage", "config", "db")),),
    PreviewDropped: (Subscriber("drop_preview", media.drop_preview, ("storage",)),),
    LinkSaid: (Subscriber("preview_link", messages.preview_link, ("config", "storage", "fetcher", "limiter")),),
    DigestDue: (Subscriber("send_digest", notifications.send_digest, ("mailer", "config", "keys")),),
    BlockChanged: (Subscriber("block_changes_head", messages.block_changes_head),
                   Subscriber("block_ends_call", calls.block_ends_call, ("config", "keys")),
                   Subscriber("block_changes_cards", posts.block_changes_cards)),
    Unfriended: (Subscriber("parting_changes_head", messages.friendship_changes_head),
                 Subscriber("parting_ends_call", calls.parting_ends_call, ("config", "keys")),
                 Subscriber("parting_changes_cards", posts.friendship_changes_cards)),
    # Open devices ring by the frame itself.
    Ringing: (Subscriber("ring", notifications.ring, ("config",)),),
    RingingOver: (Subscriber("stop_ringing", notifications.stop_ringing, ("config",)),),
    CloseFriendsChanged: (Subscriber("close_friends_change_folders", messages.close_friends_change_folders),),
    PostLinkSaid: (Subscriber("preview_post", posts.preview_post, ("config", "storage", "fetcher", "limiter")),),
    PostChanged: (Subscriber("post_changes_cards", posts.post_changes_cards),),
    PostPublished: (Subscriber("climb_post", posts.climb_post), Subscriber("tell_published", notifications.tell_published, ("keys",))),
    StillMade: (Subscriber("cover_made", posts.cover_made),),
    StillDropped: (Subscriber("drop_still", media.drop_still, ("storage",)),),
    Liked: (Subscriber("tell_liked", notifications.tell_liked, ("keys",)),),
    Commented: (Subscriber("tell_commented", notifications.tell_commented, ("keys",)),),
    NamedInPost: (Subscriber("tell_named", notifications.tell_named, ("keys",)),),
    Followed: (Subscriber("follow_opens_request", messages.follow_opens_request),
               Subscriber("follow_changes_head", messages.friendship_changes_head),
               Subscriber("follow_changes_cards", posts.friendship_changes_cards),
               Subscriber("tell_followed", notifications.tell_followed)),
}


async def enqueue_all(connection: Connection, events: list[msgspec.Struct]) -> None:
    """Turn what a transaction announced into job rows of the same transaction."""
    await enqueue(connection, [Job(to.job, event) for event in events for to in SUBSCRIBERS[type(event)]])


def handlers(config: Config, keys: Keys, mailer: Mailer, storage: Storage, fetcher: Fetcher,
             limiter: RateLimiter, db: Db) -> dict[str, Handler]:
    """Who does which job."""
    parts: dict[str, Any] = {"config": config, "keys": keys, "mailer": mailer, "storage": storage, "fetcher": fetcher,
                             "limiter": limiter, "db": db}
    return {
        to.job: Handler(payload, partial(to.run, *(parts[name] for name in to.needs)) if to.needs else to.run)
        for payload, subscribers in SUBSCRIBERS.items() for to in subscribers
    }


def going_on(db: Db, storage: Storage, config: Config) -> tuple[Coroutine[Any, Any, None], ...]:
    """What nobody announces and the clock or a table asks for, again and again: whoever does jobs does this too."""
    return purge(db), sweep_on(db), expire(db, storage), drop_unused(db, storage, config.limits.sizes), mail_on(db), \
        remove_on(db, config.limits.sizes), remove_comments_on(db, config.limits.sizes), forget_on(db, config.limits.sizes), count_on(db), \
        climb_on(db, storage, config), still_on(db, storage, config)
