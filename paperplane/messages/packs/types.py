"""What is asked and said of packs."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from paperplane.accounts.types import SIZES, at_most
from paperplane.messages.bodies.types import MediaItem, Permissions, Role, Seq

# A sticker is sent by itself, an emoji stands in a text, a GIF moves and is sent by itself.
Kind = Literal["sticker", "emoji", "gif"]
Title = Annotated[str, at_most(4 * SIZES.pack_title_chars)]
Name = Annotated[str, at_most(4 * SIZES.picture_name_chars)]
# A viewer, the conversation they write in, a pack, and a picture of it
Asked = tuple[UUID, UUID, UUID, UUID]


class Picture(msgspec.Struct, frozen=True):
    """`name`: by which it is found and, of an emoji, written. `emoji`: what it stands for; may be empty."""

    kind: Kind
    name: str
    emoji: str
    item: MediaItem


class Pack(msgspec.Struct, frozen=True):
    """`conversation_id`: of a group's. `added`: somebody else's, that I use too. `shared`: whoever gets a picture of it may add it."""

    id: UUID
    title: str
    conversation_id: UUID | None
    shared: bool
    added: bool
    may_edit: bool
    pictures: list[Picture]


class Packs(msgspec.Struct, frozen=True):
    packs: list[Pack]


class PackRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`conversation_id`: for a group; left out, it is mine."""

    title: Title
    client_id: UUID
    conversation_id: UUID | None = None
    shared: bool = True


class PackChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays as it is. `order`: its pictures; those not named come last."""

    title: Title | None = None
    shared: bool | None = None
    order: Annotated[list[UUID], msgspec.Meta(max_length=SIZES.pack_pictures)] | None = None


class PictureRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: Kind
    name: Name
    emoji: Annotated[str, at_most(40)] = ""
    alt: Annotated[str, at_most(SIZES.media_alt_chars)] = ""


class Place(msgspec.Struct, frozen=True):
    """The message that shows a picture of a pack: by it the pack is known to who may read it."""

    conversation_id: UUID
    seq: Seq


# Pushed frames


class PacksFrame(msgspec.Struct, frozen=True, tag_field="op", tag="packs"):
    """They are not as they were: mine, or those of this group."""

    conversation_id: UUID | None


# Rows


class PackRow(msgspec.Struct, frozen=True):
    """A pack as a viewer stands to it. `role` and `permissions`: in its group; `blocked`: between its owner and the viewer."""

    id: UUID
    account_id: UUID | None
    conversation_id: UUID | None
    title: str
    shared: bool
    added: bool
    blocked: bool
    role: Role | None
    permissions: Permissions | None
