"""What a folder may be. Pure."""

from uuid import UUID

from paperplane.core import text
from paperplane.core.errors import Conflict
from paperplane.messages.folders.types import Folder


def name(typed: str, most: int) -> str:
    """A name, cleaned. Raises Invalid."""
    return text.name(typed, most, code="folder_name", field="name", limit="folder_name_chars", empty="A folder needs a name.")


def has_room(there: int, most: int) -> None:
    """Raises Conflict where there are as many folders as may be."""
    if there >= most:
        raise Conflict("too_many_folders", f"There can be at most {most} folders. Delete one first.", limit="folders", most=most)


def takes(folder: Folder, most: int) -> None:
    """Raises Conflict where nothing can be put into it."""
    if folder.conversation_ids is None:
        raise Conflict("folder_by_rule", "What is in this folder follows a rule, and is not put there by hand.")
    if len(folder.conversation_ids) >= most:
        raise Conflict("folder_full", f"At most {most} conversations fit into a folder.", limit="folder_conversations", most=most)


def moved(order: list[UUID], folder: UUID, place: int) -> list[UUID]:
    """The order with one of them at another place."""
    others = [one for one in order if one != folder]
    return [*others[:place], folder, *others[place:]]
