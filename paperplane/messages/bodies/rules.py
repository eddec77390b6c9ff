"""What a body may say. Pure: raises Invalid or Denied with what is wrong."""

import re
from datetime import datetime, timedelta

from linkify_it import LinkifyIt
from msgspec.structs import replace

from paperplane.core.errors import Denied, Invalid
from paperplane.core.limits import Sizes
from paperplane.core.text import blank, visible
from paperplane.messages.bodies.types import (
    Body,
    CardBody,
    ContactBody,
    LocationBody,
    MediaBody,
    Mention,
    PollBody,
    Spoken,
    StickerBody,
    SystemBody,
    TextBody,
    VideoNoteBody,
    VoiceBody,
    Worded,
)

# Endings that nobody writes by leaving out a space, beside the library's own (two letters, com, org, …).
MEANT_AS_LINKS = """app art bet bid buzz cam casino chat cheap click cloud club date dev download fun games gift icu link live
 loan lol men mobi online page party porn press rest review rocks sale sex site social space store stream support tech
 tel tips today top trade video vip webcam website wiki win wtf xyz zip"""
# The dot comes first in the pattern, since what begins with a letter of any kind is tried at every one.
INNER_DOT = re.compile(r"\.(?<=[^\s.]\.)[^\s.]")
LINKS = LinkifyIt(options={"fuzzy_ip": True}).tlds(MEANT_AS_LINKS.split(), True)
# Tuples: every message is asked, and a union that is made anew each time costs more than the question.
NAMING = (TextBody, MediaBody, CardBody)
OPENED = (MediaBody, VoiceBody, VideoNoteBody)
LONGEST_POLL = timedelta(days=366)


def may_say(body: Spoken, sizes: Sizes, *, last_seq: int, at: datetime) -> None:
    """Whether this can be said at all, by whom it may be."""
    if body.reply_to is not None and not 0 < body.reply_to <= last_seq:
        raise Invalid("reply_unknown", "The message that this answers is not here.")
    match body:
        case TextBody():
            text(body.text, sizes.text_chars)
            _mentions(body, sizes.mentions)
        case PollBody():
            _poll(body, sizes, at)
        case LocationBody():
            if "\x00" in body.label or len(body.label) > sizes.location_label_chars:
                raise Invalid("label_invalid", "This place's name cannot be kept.", limit="location_label_chars",
                              most=sizes.location_label_chars)
        case MediaBody():
            _media(body, sizes)
        case CardBody():
            _beside(body, sizes)
        case ContactBody() | VoiceBody() | VideoNoteBody() | StickerBody():
            pass


def may_say_first(body: Spoken, most: int) -> None:
    """A stranger's first message: words alone."""
    if not isinstance(body, TextBody) or body.reply_to is not None or body.mentions or body.emoji or body.forwarded:
        raise Denied("request_text_only", "A first message can be only words.")
    if has_link(body.text):
        raise Denied("request_link", "A first message can have no links.")
    if len(body.text) > most:
        raise Denied("request_limits", f"A first message can have at most {most} characters.",
                     limit="request_text_chars", most=most)


def text(said: str, most: int) -> None:
    if blank(said):
        raise Invalid("text_empty", "There is nothing in this message.")
    if "\x00" in said:
        raise Invalid("text_invalid", "This message contains a character that cannot be kept.")
    if len(said) > most:
        raise Invalid("text_too_long", f"A message can have at most {most} characters.", limit="text_chars", most=most)


def has_link(said: str) -> bool:
    """Whether any client might make a link of a part of it."""
    return any(_in_line(line) for line in said.split("\n"))


def _in_line(line: str) -> bool:
    if "." in line and "www." in line.lower():
        return True
    # No link is without one of these, and looking for links costs more than all else that is asked of a text.
    return ("//" in line or ":" in line or INNER_DOT.search(line) is not None) and bool(LINKS.test(line))


def first_link(said: str) -> str | None:
    """The first address of the web in it, as a client would open it."""
    if "://" not in said and not INNER_DOT.search(said):
        return None
    for link in LINKS.match(said) or []:
        if link.url.startswith(("http://", "https://")):
            url = str(link.url)
            return url if link.schema else "https://" + url.removeprefix("http://")
    return None


def names_everybody(body: Spoken) -> bool:
    return isinstance(body, NAMING) and bool(body.mentions) and any(mention.account_id is None for mention in body.mentions)


def again(body: Body | None) -> Spoken:
    """A message as it is forwarded: what it says, through one hand more, and neither whom it answered nor whom it named."""
    if body is None or isinstance(body, SystemBody) or once(body):
        raise Invalid("not_forwardable", "This message cannot be forwarded.")
    if isinstance(body, Worded):
        body = replace(body, mentions=[])
    if isinstance(body, PollBody):      # asked anew, and for as long as it takes
        body = replace(body, closes_at=None)
    return replace(body, reply_to=None, forwarded=body.forwarded + 1)


def _media(body: MediaBody, sizes: Sizes) -> None:
    _beside(body, sizes)
    if len({item.media_id for item in body.items}) < len(body.items):
        raise Invalid("media_twice", "Two of these are the same.")
    if any(len(item.alt) > sizes.media_alt_chars or "\x00" in item.alt for item in body.items):
        raise Invalid("alt_invalid", f"A description has at most {sizes.media_alt_chars} characters.", limit="media_alt_chars",
                      most=sizes.media_alt_chars)


def _beside(body: MediaBody | CardBody, sizes: Sizes) -> None:
    """The words with something else, where there are any."""
    if body.text:
        text(body.text, sizes.text_chars)
    _mentions(body, sizes.mentions)


def once(body: Body | None) -> bool:
    """Whether each may open it once."""
    return isinstance(body, OPENED) and body.view_once


def _mentions(body: Worded, most: int) -> None:
    if len(body.mentions) > most:
        raise Invalid("too_many_mentions", f"A message can name at most {most} people.", limit="mentions", most=most)
    end = 0
    for mention in body.mentions:
        if mention.at < end or mention.at + mention.length > len(body.text) or not _named(body.text, mention):
            raise Invalid("mentions_invalid", "Who is named must stand in the text, one after the other, each after an @.")
        end = mention.at + mention.length


def _named(said: str, mention: Mention) -> bool:
    return said[mention.at] == "@"


def _poll(poll: PollBody, sizes: Sizes, at: datetime) -> None:
    if not visible(poll.question) or any(not visible(option) for option in poll.options):
        raise Invalid("poll_empty", "A poll needs a question, and every choice some words.")
    if any("\x00" in said for said in (poll.question, *poll.options)):
        raise Invalid("text_invalid", "This poll contains a character that cannot be kept.")
    if not 2 <= len(poll.options) <= sizes.poll_options:
        raise Invalid("poll_options", f"A poll has 2 to {sizes.poll_options} choices.", limit="poll_options", most=sizes.poll_options)
    if len(set(poll.options)) < len(poll.options):
        raise Invalid("poll_twice", "Two choices of this poll are the same.")
    if len(poll.question) > sizes.poll_question_chars or any(len(option) > sizes.poll_option_chars for option in poll.options):
        raise Invalid("poll_too_long", f"A question has at most {sizes.poll_question_chars} characters, a choice at most "
                      f"{sizes.poll_option_chars}.", limit="poll_question_chars", most=sizes.poll_question_chars)
    if poll.closes_at is not None and not (poll.closes_at.tzinfo and at < poll.closes_at <= at + LONGEST_POLL):
        raise Invalid("poll_closing", "A poll closes later than now, and within a year.")
