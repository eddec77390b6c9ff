"""What a nickname may be. Pure."""

from paperplane.core import text
from paperplane.core.errors import Conflict


def name(typed: str, most: int) -> str:
    """A name, cleaned. Raises Invalid."""
    return text.name(typed, most, code="nickname", field="name", limit="nickname_chars", empty="A nickname needs a letter or two.")


def has_room(others: int, most: int) -> None:
    """Raises Conflict where as many people have one as may."""
    if others >= most:
        raise Conflict("too_many_nicknames", f"At most {most} people can have a nickname.", limit="nicknames", most=most)
