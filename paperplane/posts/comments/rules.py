"""Who sees a comment, and what it may say. Pure."""

from collections.abc import Mapping
from uuid import UUID

from paperplane.core import text
from paperplane.core.errors import Denied, Invalid
from paperplane.core.limits import Sizes
from paperplane.posts.comments.types import CommentHint, CommentSettings, CommentState
from paperplane.relations import rules as relations
from paperplane.relations.types import Facts


def sees(writer: Facts, state: CommentState, *, owns_post: bool) -> bool:
    """Of a post that the viewer sees: what is not shown is for its writer, and for the post's author."""
    return relations.sees(writer) and (state == "shown" or owns_post or writer.is_me)


def hears(hint: CommentHint, viewer: UUID, facts: Mapping[UUID, Facts]) -> bool:
    """Whether somebody who sees the post is told: who sees the comment, what it answers, and who did something with it."""
    owns = viewer == hint.owner_id
    return (viewer != hint.but and sees(facts[hint.author_id], hint.state, owns_post=owns)
            and (hint.parent_author_id is None or sees(facts[hint.parent_author_id], hint.parent_state, owns_post=owns))
            and (hint.by is None or relations.sees(facts[hint.by])))


def opener(before: CommentState, after: CommentState) -> CommentState:
    """Who saw it before sees that it is gone."""
    return "shown" if "shown" in (before, after) else after


def state_for(writer: Facts, state: CommentState) -> CommentState:
    """Who wrote what is hidden is not told."""
    return "shown" if state == "hidden" and writer.is_me else state


def words(typed: str, sizes: Sizes) -> str:
    said = text.paragraphs(typed)
    if not text.visible(said):
        raise Invalid("text_empty", "There is nothing in this comment.", field="text")
    if len(said) > sizes.comment_chars:
        raise Invalid("text_too_long", f"A comment can have at most {sizes.comment_chars} characters.", field="text",
                      limit="comment_chars", most=sizes.comment_chars)
    return said


def state_of(said: str, settings: CommentSettings, before: CommentState, *, owns_post: bool) -> CommentState:
    """How a comment stands once it says this: what its post's author wants to look at first waits; what is hidden stays so."""
    if owns_post or before == "hidden":
        return before
    return "waiting" if settings.approve_first or _filtered(said, settings.filter_words) else before


def _filtered(said: str, words: list[str]) -> bool:
    """Whole words, and phrases of them, without case and marks."""
    spoken = f" {' '.join(text.WORD.findall(text.fold(said)))} "
    return any(f" {word} " in spoken for word in words)


def filter_words(typed: list[str]) -> list[str]:
    """As they are looked for; what has no letter is none."""
    return list(dict.fromkeys(" ".join(found) for one in typed if (found := text.WORD.findall(text.fold(one)))))


def may_keep_in_order(*, owns_post: bool) -> None:
    """Raises Denied but for the author of the post."""
    if not owns_post:
        raise Denied("not_allowed", "Only whose post it is can do this.")


def may_change(writer: Facts) -> None:
    if not writer.is_me:
        raise Denied("not_allowed", "Only who wrote it can do this.")


def may_delete(writer: Facts, *, owns_post: bool) -> None:
    if not (writer.is_me or owns_post):
        raise Denied("not_allowed", "Only who wrote it, or whose post it is, can do this.")
