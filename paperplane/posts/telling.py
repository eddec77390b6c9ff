"""Whom a change of a post is told."""

from uuid import UUID

from paperplane.core.db import Tx
from paperplane.posts.types import PostChanged


def changed(tx: Tx, post: UUID) -> None:
    """Whoever looks at it hears at once, whoever holds a card of it by a job."""
    tx.signal(PostChanged(post))
    tx.announce(PostChanged(post))
