"""What a message is found by, and whether it is what was asked for. Pure."""

from paperplane.core import text
from paperplane.core.clock import is_moment
from paperplane.core.errors import Invalid
from paperplane.messages.attachments.rules import items
from paperplane.messages.bodies.rules import has_link
from paperplane.messages.bodies.types import (
    Body,
    CardBody,
    ContactBody,
    LocationBody,
    MediaBody,
    PollBody,
    StickerBody,
    TextBody,
    VideoNoteBody,
    VoiceBody,
)
from paperplane.search.types import Has, Piece, Text, Wanted

PIECE = 32
# PostgreSQL takes no lexeme of 2 kB; nobody types as much of a word as this to find it.
LONGEST = 100


def piece_of(seq: int) -> int:
    return seq // PIECE


def said(body: Body) -> str:
    """All the words in it."""
    match body:
        case TextBody():
            return body.text
        case PollBody():
            return "\n".join((body.question, *body.options))
        case LocationBody():
            return body.label
        case MediaBody():
            return "\n".join((body.text, *(said for item in body.items for said in (item.alt, item.name if item.kind == "file" else ""))))
        case CardBody():
            return body.text
        case StickerBody():
            return f"{body.name}\n{body.emoji}\n{body.item.alt}"
        case _:
            return ""


def has(body: Body) -> set[Has]:
    match body:
        case TextBody():
            return {"link"} if has_link(body.text) else set()
        case CardBody():
            return {"card", "link"} if has_link(body.text) else {"card"}
        case PollBody():
            return {"poll"}
        case LocationBody():
            return {"location"}
        case ContactBody():
            return {"contact"}
        case StickerBody():
            return {"sticker"}
        case MediaBody() | VoiceBody() | VideoNoteBody():
            link: set[Has] = {"link"} if isinstance(body, MediaBody) and has_link(body.text) else set()
            return link | {"video" if item.kind == "video_note" else item.kind for item in items(body) if item.kind != "sticker"}
        case _:
            return set()


def lexemes(piece: Piece) -> set[str]:
    """By what a piece is found. What is no word has a colon, which no word has."""
    kinds = {f"has:{'video' if kind == 'video_note' else kind}" for kind in piece.kinds} | ({"has:link"} if has_link(piece.said) else set())
    return {*(word[:LONGEST] for word in text.words(piece.said)), *kinds, *(f"from:{sender.hex}" for sender in piece.senders)}


def is_wanted(one: Text, wanted: Wanted) -> bool:
    """Whether this message itself says it."""
    if wanted.sender not in (None, one.sender) or (wanted.has is not None and wanted.has not in has(one.body)):
        return False
    if (wanted.before is not None and one.sent_at >= wanted.before) or (wanted.after is not None and one.sent_at < wanted.after):
        return False
    here = text.words(said(one.body)) if wanted.words else []
    return all(any(word.startswith(asked) for word in here) for asked in wanted.words)


def query(wanted: Wanted) -> str:
    """The pieces that may hold it, as a tsquery (PostgreSQL manual, 'Text Search Types')."""
    terms = [f"'{_quoted(word)}':*" for word in wanted.words]
    if wanted.has is not None:
        terms.append(f"'has:{wanted.has}'")
    if wanted.sender is not None:
        terms.append(f"'from:{wanted.sender.hex}'")
    return " & ".join(terms)


def must_ask(wanted: Wanted) -> None:
    """Raises Invalid where nothing is asked for, or a time that is none."""
    if any(at is not None and not is_moment(at) for at in (wanted.before, wanted.after)):
        raise Invalid("time_invalid", "A time needs a year that there is, and an offset from UTC.")
    if not wanted.words and wanted.has is None and wanted.sender is None:
        raise Invalid("nothing_asked", "Search for a word, a person, or a kind of message.")


def _quoted(word: str) -> str:
    return word.replace("\\", "\\\\").replace("'", "''")
