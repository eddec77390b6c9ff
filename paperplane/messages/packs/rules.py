"""Who sees a pack, who changes it, and what is said with its pictures. Pure."""

import re
from collections.abc import Mapping
from uuid import UUID

import emoji as emojis

from paperplane.core import text
from paperplane.core.errors import Conflict, Denied, Invalid, NotFound
from paperplane.core.limits import Sizes
from paperplane.media.types import Media
from paperplane.messages.bodies.sent.types import SentSticker, SentText
from paperplane.messages.bodies.types import PackEmoji, StickerBody, TextBody
from paperplane.messages.packs.types import PackRow, Picture, PictureRequest
from paperplane.messages.rules import has_rank

NAME = re.compile(r"\w+")


def sees(pack: PackRow | None, viewer: UUID, *, shown: bool) -> PackRow:
    """The pack. NotFound for whom it is not there. `shown`: they may read a message with a picture of it."""
    if pack is None:
        raise NotFound
    if pack.account_id == viewer or pack.role is not None:
        return pack
    if pack.conversation_id is not None or not pack.shared or pack.blocked or not (pack.added or shown):
        raise NotFound
    return pack


def edits(pack: PackRow, viewer: UUID) -> bool:
    """One's own; a group's, where one may change its title and picture."""
    if pack.conversation_id is None:
        return pack.account_id == viewer
    return pack.role is not None and pack.permissions is not None and has_rank(pack.role, pack.permissions.edit)


def may_edit(pack: PackRow, viewer: UUID) -> None:
    if not edits(pack, viewer):
        raise Denied("not_allowed", "This pack is for others to change.")


def may_add(pack: PackRow, viewer: UUID, there: int, most: int) -> None:
    """Raises Conflict where it is one's own, or too many are there."""
    if pack.account_id == viewer or pack.conversation_id is not None:
        raise Conflict("pack_yours", "You can use this pack already.")
    if not pack.added and there >= most:
        raise Conflict("too_many_packs", f"You can add at most {most} packs of others. Remove one first.", limit="packs_added", most=most)


def title(typed: str, most: int) -> str:
    """A title, cleaned. Raises Invalid."""
    return text.name(typed, most, code="pack_title", field="title", limit="pack_title_chars", empty="A pack needs a name.")


def has_room(there: int, most: int) -> None:
    if there >= most:
        raise Conflict("too_many_packs", f"There can be at most {most} packs. Delete one first.", limit="packs", most=most)


def picture(said: PictureRequest, sizes: Sizes) -> PictureRequest:
    """How a picture is called, cleaned. Raises Invalid."""
    name = text.line(said.name).lower()
    if not NAME.fullmatch(name) or len(name) > sizes.picture_name_chars:
        raise Invalid("picture_name", f"A name is one word of at most {sizes.picture_name_chars} letters and digits.", field="name",
                      limit="picture_name_chars", most=sizes.picture_name_chars)
    if said.emoji and not emojis.is_emoji(said.emoji):
        raise Invalid("emoji_invalid", "This is not an emoji.", field="emoji")
    return PictureRequest(kind=said.kind, name=name, emoji=said.emoji, alt=text.line(said.alt))


def takes(others: list[Picture], said: PictureRequest, most: int) -> None:
    """Raises Conflict where there is no room beside the others, or one is called so."""
    if len(others) >= most:
        raise Conflict("pack_full", f"At most {most} pictures fit into a pack.", limit="pack_pictures", most=most)
    if any(one.name == said.name for one in others):
        raise Conflict("picture_name_taken", "Another picture of this pack is called so.", field="name")


def fits(media: Media | None) -> Media:
    """Raises Invalid for what is not mine or no sticker, Conflict for what is not ready."""
    if media is None:
        raise Invalid("media_unknown", "This file is not one that you have brought, or it is gone.")
    if media.state != "ready":
        raise Conflict("media_not_ready", "This file is not ready.", state=media.state)
    if media.kind != "sticker":
        raise Invalid("media_kind", "A picture of a pack is brought as a sticker.", kind=media.kind)
    return media


def may_be(said: PictureRequest, *, moves: bool) -> None:
    if said.kind == "gif" and not moves:
        raise Invalid("gif_still", "A GIF moves, and this picture does not.", field="kind")


def ordered(there: list[UUID], wish: list[UUID]) -> list[UUID]:
    first = [one for one in dict.fromkeys(wish) if one in there]
    return first + [one for one in there if one not in first]


Found = Mapping[tuple[UUID, UUID], Picture]


def sticker(sent: SentSticker, found: Found) -> StickerBody:
    """Raises Invalid for what the sender may not use here."""
    one = found.get((sent.pack_id, sent.media_id))
    if one is None or one.kind == "emoji":
        raise Invalid("sticker_unknown", "This picture is in none of your packs, or not there any more.")
    return StickerBody(item=one.item, pack_id=sent.pack_id, look=one.kind, name=one.name, emoji=one.emoji, reply_to=sent.reply_to)


def words(sent: SentText, found: Found) -> TextBody:
    """A text with its pictures: those that it names and that the sender may use. The words arrive all the same."""
    kept: dict[str, PackEmoji] = {}
    for named in sent.emoji:
        one = found.get((named.pack_id, named.media_id))
        new = one is not None and all(other.item.media_id != named.media_id for other in kept.values())
        if one is not None and new and one.kind == "emoji" and f":{one.name}:" in sent.text:
            kept.setdefault(one.name, PackEmoji(one.name, named.pack_id, one.item))
    return TextBody(sent.text, sent.mentions, list(kept.values()), reply_to=sent.reply_to)
