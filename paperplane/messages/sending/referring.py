"""What a batch of sends refers to: messages that are forwarded, media and pictures of packs that are shown. Asked for only where there are any."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol
from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.errors import NotFound
from paperplane.media import queries as media
from paperplane.media.types import Media
from paperplane.messages.attachments import rules as attachments
from paperplane.messages.bodies import rules as bodies
from paperplane.messages.bodies.sent.types import (
    SentForward,
    SentMedia,
    SentPicture,
    SentSticker,
    SentText,
    SentVideoNote,
    SentVoice,
    Unresolved,
)
from paperplane.messages.bodies.types import Body, CardBody, Spoken, TextBody
from paperplane.messages.packs import queries as packs
from paperplane.messages.packs import rules as pack_rules
from paperplane.messages.packs.types import Asked, Picture
from paperplane.messages.sending import queries

# Of these people and posts, who sees which: asked of the module of posts, which stands above this one and is handed in.
SeenPosts = Callable[[Tx, list[tuple[Viewer, UUID]]], Awaitable[set[tuple[UUID, UUID]]]]


class Sending(Protocol):
    @property
    def viewer(self) -> Viewer: ...
    @property
    def conversation_id(self) -> UUID: ...
    @property
    def body(self) -> Spoken | Unresolved: ...


class Referred:
    """What each sender may read of what they forward, has brought of what they show, may use of packs, and sees of posts."""

    def __init__(self) -> None:
        self._sources: dict[queries.Source, Body | None] = {}
        self._media: dict[tuple[UUID, UUID], Media] = {}
        self._pictures: dict[Asked, Picture] = {}
        self._posts: set[tuple[UUID, UUID]] = set()

    async def load(self, tx: Tx, items: Sequence[Sending], seen_posts: SeenPosts) -> None:
        items = [item for item in items if not isinstance(item.body, TextBody)]
        if not items:       # most of what is said refers to nothing
            return
        forwards = {(item.viewer.account_id, item.body.conversation_id, item.body.seq) for item in items if isinstance(item.body, SentForward)}
        if forwards:
            self._sources = await queries.sources(tx, list(forwards))
        shown = {(item.viewer.account_id, one.media_id) for item in items
                 if isinstance(item.body, SentMedia | SentVoice | SentVideoNote) for one in item.body.items}
        if shown:
            self._media = await media.owned(tx, list(shown))
        pictures = {(item.viewer.account_id, item.conversation_id, one.pack_id, one.media_id) for item in items
                    if isinstance(item.body, SentSticker | SentText) for one in _pictures(item.body)}
        if pictures:
            self._pictures = await packs.usable(tx, list(pictures))
        cards = [(item.viewer, said.post_id) for item in items if isinstance(said := self._source(item), CardBody)]
        if cards:
            self._posts = await seen_posts(tx, cards)

    def body(self, item: Sending) -> Spoken:
        """What is said. Raises Invalid, or Conflict; NotFound for a post that its sender does not see."""
        if isinstance(item.body, TextBody):
            return item.body
        said = self._source(item)
        if isinstance(said, CardBody) and (item.viewer.account_id, said.post_id) not in self._posts:
            raise NotFound
        viewer = item.viewer.account_id
        match item.body:
            case SentForward():
                return bodies.again(self._sources.get((viewer, item.body.conversation_id, item.body.seq)))
            case SentMedia() | SentVoice() | SentVideoNote():
                mine = {one.media_id: self._media[viewer, one.media_id] for one in item.body.items if (viewer, one.media_id) in self._media}
                return attachments.body(item.body, mine)
            case SentSticker():
                return pack_rules.sticker(item.body, self._usable(item, item.body))
            case SentText():
                return pack_rules.words(item.body, self._usable(item, item.body))
            case _:
                return item.body

    def _source(self, item: Sending) -> Body | Unresolved | None:
        """What was said, there or here."""
        if isinstance(item.body, SentForward):
            return self._sources.get((item.viewer.account_id, item.body.conversation_id, item.body.seq))
        return item.body

    def _usable(self, item: Sending, sent: SentSticker | SentText) -> dict[tuple[UUID, UUID], Picture]:
        asked = [(item.viewer.account_id, item.conversation_id, one.pack_id, one.media_id) for one in _pictures(sent)]
        return {(one[2], one[3]): self._pictures[one] for one in asked if one in self._pictures}


def _pictures(sent: SentSticker | SentText) -> Sequence[SentSticker | SentPicture]:
    return [sent] if isinstance(sent, SentSticker) else sent.emoji
