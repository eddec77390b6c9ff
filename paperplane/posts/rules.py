"""Who sees a post, what one may say and who may do what with it. Pure: facts in, an answer or an error out."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import UNSET
from msgspec.structs import replace

from paperplane.core import text
from paperplane.core.errors import Conflict, Denied, Invalid, NotFound
from paperplane.core.limits import Sizes
from paperplane.media.types import Media, MediaKind
from paperplane.messages.bodies.types import MediaItem, SentItem
from paperplane.posts.types import Audience, Commenters, Kind, PostChange, PostRow, Seen, State
from paperplane.relations import rules as relations
from paperplane.relations.types import Facts

TAG = re.compile(r"(?<![\w#&/])#(\w{1,50})(?!\w)")
NAMED = re.compile(r"(?<![\w@./])@([A-Za-z0-9_.]{2,30})")
MADE_OF: dict[Kind, MediaKind] = {"photos": "photo", "video": "video"}


def sees(post: Seen) -> bool:
    """Whether the viewer may know of a post: THE rule, of every way to one."""
    if post.deleted:
        return False
    if post.person.is_me:
        return True
    return post.state == "published" and relations.sees(post.person) and in_audience(post)


def in_audience(post: Seen) -> bool:
    """Whether a post is meant for this viewer, who is not its author. A private account shows nothing to everyone."""
    facts = post.person
    match post.audience:
        case "everyone":
            return facts.i_follow or not relations.is_private(facts)
        case "followers":
            return facts.i_follow
        case "friends":
            return relations.friends(facts)
        case "close_friends":
            return post.close_to_them
        case "only_me":
            return False


def may_comment(facts: Facts, commenters: Commenters) -> bool:
    """Whether who sees a post may say something to it. Its author always may."""
    if facts.is_me:
        return True
    return {"everyone": True, "followers": facts.i_follow, "friends": relations.friends(facts), "nobody": False}[commenters]


def may_repost(post: Seen) -> bool:
    """Only what its author shows to everyone, and an account that is not private."""
    return sees(post) and post.state == "published" and post.audience == "everyone" and not relations.is_private(post.person)


def shows(tagged: Facts, *, agreed: bool, mine: bool) -> bool:
    """Whether the viewer of a post (`mine`: it is theirs) is shown that somebody is in it: until they agree, only the two are."""
    return relations.sees(tagged) and (agreed or mine or tagged.is_me)


def audience(wanted: Audience | None, *, private: bool, minor: bool) -> Audience:
    """What a post is shown to. Raises Denied where a minor would show it to everyone."""
    if wanted is None:
        return "followers" if private or minor else "everyone"
    if wanted == "everyone" and minor:
        raise Denied("minor_private", "Until you are 18 your account stays private.", field="audience")
    return wanted


def words(typed: str, kind: Kind, sizes: Sizes) -> str:
    """A post's text or caption, cleaned. Raises Invalid."""
    said = text.paragraphs(typed)
    if kind == "text" and not text.visible(said):
        raise Invalid("text_empty", "There is nothing in this post.", field="text")
    if len(said) > sizes.post_text_chars:
        raise Invalid("text_too_long", f"A post can have at most {sizes.post_text_chars} characters.", field="text",
                      limit="post_text_chars", most=sizes.post_text_chars)
    return said


def tags(said: str, most: int) -> list[str]:
    """The #tags of a text, folded, each once: a word with at least one letter."""
    found = (tag_of(one) for one in TAG.findall(said))
    return list(dict.fromkeys(one for one in found if one and not one.isdigit()))[:most]


def tag_of(typed: str) -> str:
    """A tag as it is found by."""
    return text.fold(text.line(typed).removeprefix("#"))


def named(said: str, most: int) -> list[tuple[int, str]]:
    """Where an @handle stands in a text, and which."""
    return [(found.start(), found[1].rstrip(".")) for found in NAMED.finditer(said)][:most]


def fits(kind: Kind, count: int, *, background: bool) -> None:
    """Raises Invalid where a post of this kind has other media, or another background, than it may have."""
    if kind == "text" and count:
        raise Invalid("media_kind", "A text has no files: post them as photos or as a video.", field="media")
    if kind != "text" and background:
        raise Invalid("background_text_only", "Only a text has a background.", field="background")
    if kind == "photos" and not count:
        raise Invalid("media_missing", "There are no photos in this post.", field="media")
    if kind == "video" and count != 1:
        raise Invalid("media_missing", "A video post has one video.", field="media")


def items(sent: list[SentItem], mine: Mapping[UUID, Media], kind: Kind, sizes: Sizes) -> list[MediaItem]:
    """The media of a post, which may still be made. Raises Invalid, or Conflict for what was refused."""
    if len({one.media_id for one in sent}) < len(sent):
        raise Invalid("media_twice", "Two of these are the same.", field="media")
    if any(len(one.alt) > sizes.media_alt_chars or "\x00" in one.alt for one in sent):
        raise Invalid("alt_invalid", f"A description has at most {sizes.media_alt_chars} characters.", limit="media_alt_chars",
                      most=sizes.media_alt_chars)
    return [_item(one, mine.get(one.media_id), MADE_OF[kind], sizes) for one in sent]


def _item(sent: SentItem, found: Media | None, kind: MediaKind, sizes: Sizes) -> MediaItem:
    if found is None:
        raise Invalid("media_unknown", "This file is not one that you have brought, or it is gone.", media_id=str(sent.media_id))
    if found.state == "refused":
        raise Conflict("media_not_ready", "This file could not be made ready.", media_id=str(sent.media_id), state=found.state)
    if found.kind not in (None, kind):
        raise Invalid("media_kind", "A file of this kind does not belong into this post.", media_id=str(sent.media_id), kind=found.kind)
    if too_long(found, sizes):
        raise Invalid("video_too_long", f"A video can last at most {sizes.post_video_long_s // 60} minutes.", limit="post_video_long_s",
                      most=sizes.post_video_long_s, media_id=str(sent.media_id))
    return MediaItem(media_id=found.id, kind=kind, name=found.name, bytes=found.bytes, width=found.width, height=found.height,
                     duration_ms=found.duration_ms, blurhash=found.blurhash, waveform=found.waveform, alt=sent.alt)


def too_long(found: Media, sizes: Sizes) -> bool:
    return found.kind == "video" and (found.duration_ms or 0) > (sizes.post_video_long_s + 1) * 1000


def whole(post: list[MediaItem], mine: Mapping[UUID, Media], sizes: Sizes) -> list[MediaItem] | str:
    """The media of a post that is published now, or the code for which it cannot be."""
    shown = []
    for item in post:
        found = mine.get(item.media_id)
        if found is None or found.state != "ready":
            return found.reason or "media_not_ready" if found else "media_unknown"
        if found.kind != item.kind:
            return "media_kind"
        if too_long(found, sizes):
            return "video_too_long"
        shown.append(replace(item, bytes=found.bytes, width=found.width, height=found.height, duration_ms=found.duration_ms,
                             blurhash=found.blurhash))
    return shown


def may_change(row: PostRow, wish: PostChange) -> None:
    """What is published keeps its media, its background and its moment."""
    if row.state == "published" and (wish.media is not None or wish.draft is not None or wish.background is not UNSET
                                     or wish.publish_at is not UNSET):
        raise Conflict("published", "This is published: its words and who sees it can still be changed.")


def next_state(*, draft: bool, publish_at: datetime | None, ready: bool) -> State:
    if draft:
        return "draft"
    if publish_at is not None:
        return "scheduled"
    return "published" if ready else "making"


def publish_at(wanted: datetime, sizes: Sizes, at: datetime) -> datetime:
    if wanted.tzinfo is None or not (timedelta(seconds=sizes.schedule_min_s) <= wanted - at
                                     <= timedelta(days=sizes.schedule_max_days)):
        raise Invalid("publish_at_invalid", "Choose a time from a minute on, within a year.", field="publish_at",
                      least=sizes.schedule_min_s, most=sizes.schedule_max_days)
    return wanted


def visible(post: Seen) -> None:
    """Raises NotFound."""
    if not sees(post):
        raise NotFound
