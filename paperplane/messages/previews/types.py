"""What is said of previews."""

from uuid import UUID

import msgspec


class Preview(msgspec.Struct, frozen=True):
    """A page in a few words. `image_id`: its picture, made anew, at /media/previews/{image_id}.webp."""

    url: str
    title: str
    description: str
    site: str
    image_id: UUID | None


class LinkSaid(msgspec.Struct, frozen=True):
    """Announced: an accepted conversation holds a message whose first link this is."""

    conversation_id: UUID
    seq: int
    sender: UUID
    url: str


class Page(msgspec.Struct, frozen=True):
    """What a page says of itself; `image`: where its picture is."""

    title: str
    description: str
    site: str
    image: str | None


class Previewed(msgspec.Struct, frozen=True):
    """The message that a preview is for, as it is now. `text`: None where it says nothing any more."""

    text: str | None
    preview: bool
