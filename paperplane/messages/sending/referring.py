"""What a batch of sends refers to: messages that are forwarded, media that are shown. Asked for only where there are any."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.media import queries as media
from paperplane.media.types import Media
from paperplane.messages.attachments import rules as attachments
from paperplane.messages.bodies import rules as bodies
from paperplane.messages.bodies.types import Body, SentForward, SentMedia, SentVideoNote, SentVoice, Spoken, WithMedia
from paperplane.messages.sending import queries


class Sending(Protocol):
    @property
    def viewer(self) -> Viewer: ...
    @property
    def body(self) -> Spoken | SentForward | WithMedia: ...


class Referred:
    """What each sender may read of what they forward, and has brought of what they show."""

    def __init__(self) -> None:
        self._sources: dict[queries.Source, Body | None] = {}
        self._media: dict[tuple[UUID, UUID], Media] = {}

    async def load(self, tx: Tx, items: Sequence[Sending]) -> None:
        forwards = {(item.viewer.account_id, item.body.conversation_id, item.body.seq) for item in items if isinstance(item.body, SentForward)}
        if forwards:
            self._sources = await queries.sources(tx, list(forwards))
        shown = {(item.viewer.account_id, one.media_id) for item in items
                 if isinstance(item.body, SentMedia | SentVoice | SentVideoNote) for one in item.body.items}
        if shown:
            self._media = await media.owned(tx, list(shown))

    def body(self, item: Sending) -> Spoken:
        """What is said. Raises Invalid, or Conflict."""
        viewer = item.viewer.account_id
        match item.body:
            case SentForward():
                return bodies.again(self._sources.get((viewer, item.body.conversation_id, item.body.seq)))
            case SentMedia() | SentVoice() | SentVideoNote():
                mine = {one.media_id: self._media[viewer, one.media_id] for one in item.body.items if (viewer, one.media_id) in self._media}
                return attachments.body(item.body, mine)
            case _:
                return item.body
