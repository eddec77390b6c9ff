"""What is said of cards: answers, frames, rows."""

from uuid import UUID

import msgspec

from paperplane.posts.types import Audience, Post, State
from paperplane.relations.types import FactsRow


class Card(msgspec.Struct, frozen=True):
    """A post as the viewer may see it now; null where they may not, for whatever reason."""

    post_id: UUID
    post: Post | None


class Cards(msgspec.Struct, frozen=True):
    """One for each id that was asked for, in that order."""

    cards: list[Card]


# Pushed frames


class CardFrame(msgspec.Struct, frozen=True, tag_field="op", tag="card"):
    """A post of which I have a card in some conversation may look different to me: it is to be asked for again."""

    post_id: UUID


# Rows


class SeenRow(FactsRow, frozen=True, kw_only=True):
    """A post and somebody who would show it: the author (`id`), the facts between the two, and what decides."""

    viewer_id: UUID
    post_id: UUID
    close_to_them: bool
    audience: Audience
    state: State
    deleted: bool


class HolderRow(msgspec.Struct, frozen=True):
    """Somebody who can read a card of a post."""

    account_id: UUID
    post_id: UUID
