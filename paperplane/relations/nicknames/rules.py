"""What a nickname may be. Pure."""

from paperplane.core import text
from paperplane.core.errors import Conflict, Invalid


def name(typed: str, most: int) -> str:
    """A name, cleaned. Raises Invalid."""
    cleaned = text.line(typed)
    if not text.visible(cleaned):
        raise Invalid("nickname_empty", "A nickname needs a letter or two.", field="name")
    if len(cleaned) > most:
        raise Invalid("nickname_too_long", f"A nickname can have at most {most} characters.", field="name",
                      limit="nickname_chars", most=most)
    return cleaned


def has_room(others: int, most: int) -> None:
    """Raises Conflict where as many people have one as may."""
    if others >= most:
        raise Conflict("too_many_nicknames", f"At most {most} people can have a nickname.", limit="nicknames", most=most)
