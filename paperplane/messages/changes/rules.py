"""What may become of a message, and by whom. Pure: raises NotFound, Denied, Conflict or Invalid with what is wrong."""

from datetime import timedelta

import emoji
from msgspec.structs import replace

from paperplane.core.errors import Conflict, Denied, Invalid, NotFound
from paperplane.core.limits import Sizes
from paperplane.messages.bodies import rules as bodies
from paperplane.messages.bodies.types import Body, CardBody, MediaBody, Mention, PollBody, SystemBody, TextBody, Worded
from paperplane.messages.changes.types import Scene
from paperplane.messages.rules import RANK, has_rank


def there(scene: Scene) -> None:
    """It still says something, and somebody said it."""
    if scene.target.gone_at is not None:
        raise Conflict("message_gone", "This message has been unsent.")
    if scene.target.expires_at is not None and scene.target.expires_at <= scene.target.at:
        raise Conflict("message_gone", "This message has disappeared.")
    if isinstance(scene.target.body, SystemBody):
        raise Denied("not_allowed", "This is no message that somebody wrote.")


def may_join_in(scene: Scene) -> None:
    """React, pin and vote only where one may talk freely; in a group also who only reads."""
    if scene.sending == "closed":
        raise NotFound
    if scene.sending in ("waiting", "one_text") or scene.head.state != "accepted":
        raise Denied("not_open", "This has to wait until you two can talk freely.")
    there(scene)


def worded(before: Body | None, said: str, mentions: list[Mention]) -> Worded:
    """A message with other words; what stands beside them stays."""
    if isinstance(before, MediaBody | CardBody):
        return replace(before, text=said, mentions=mentions)
    if isinstance(before, TextBody):
        return TextBody(said, mentions, [one for one in before.emoji if f":{one.name}:" in said], reply_to=before.reply_to)
    return TextBody(said, mentions)


def may_edit(scene: Scene, said: Worded, sizes: Sizes, edits: int) -> None:
    may_join_in(scene)
    if scene.target.sender != scene.viewer or not isinstance(scene.target.body, Worded):
        raise Denied("not_allowed", "Only your own words can be edited.")
    if scene.target.body.forwarded:
        raise Denied("not_allowed", "What was forwarded stays as it was said.")
    if scene.sending == "read_only":
        raise Denied("not_allowed", "In this group not everybody writes, and your role does not.")
    if scene.target.at - scene.target.sent_at > timedelta(hours=sizes.edit_h):
        raise Denied("edit_too_late", f"A message can be edited for {sizes.edit_h} hours.", limit="edit_h", most=sizes.edit_h)
    if edits >= sizes.edits:
        raise Denied("too_many_edits", f"A message can be edited {sizes.edits} times.", limit="edits", most=sizes.edits)
    bodies.may_say(said, sizes, last_seq=scene.head.last_seq, at=scene.target.at)


def may_unsend(scene: Scene) -> None:
    """One's own, for as long as one is in; in a group also what somebody below said, by whom may remove people."""
    if isinstance(scene.target.body, SystemBody):
        raise Denied("not_allowed", "This is no message that somebody wrote.")
    if scene.target.gone_at is not None:
        raise Conflict("message_gone", "This message has been unsent.")
    if scene.target.sender == scene.viewer:
        return
    permissions = scene.head.permissions
    if permissions is None or not has_rank(scene.head.role, permissions.remove):
        raise Denied("not_allowed", "Only your own messages can be unsent.")
    if RANK[scene.target.sender_role or "member"] >= RANK[scene.head.role]:
        raise Denied("not_allowed", "You can do this only to people who stand below you in this group.")


def is_quiet(scene: Scene, sizes: Sizes) -> bool:
    """Whether it goes without a trace: one's own, soon after."""
    soon = scene.target.at - scene.target.sent_at <= timedelta(seconds=sizes.quiet_unsend_s)
    return soon and scene.target.sender == scene.viewer


def may_react(scene: Scene, chosen: str) -> None:
    may_join_in(scene)
    if not emoji.is_emoji(chosen):
        raise Invalid("emoji_invalid", "A reaction is one emoji.")


def has_room(kinds: int, mine: int, sizes: Sizes) -> None:
    """`kinds`: the different emoji there would be; `mine`: those of one's own."""
    if kinds > sizes.reactions or mine > sizes.reactions_each:
        raise Conflict("too_many_reactions", f"A message takes {sizes.reactions_each} reactions of yours, and "
                       f"{sizes.reactions} in all.", limit="reactions_each", most=sizes.reactions_each)


def may_pin(scene: Scene) -> None:
    may_join_in(scene)
    permissions = scene.head.permissions
    if permissions is not None and not has_rank(scene.head.role, permissions.pin):
        raise Denied("not_allowed", "In this group that is for others to do.")


def may_pin_more(pinned: int, most: int) -> None:
    if pinned >= most:
        raise Conflict("too_many_pinned", f"At most {most} messages can be pinned. Unpin one first.", limit="pinned_messages", most=most)


def poll(scene: Scene) -> PollBody:
    """The poll that is still open."""
    may_join_in(scene)
    body = scene.target.body
    if not isinstance(body, PollBody):
        raise Invalid("no_poll", "This message is no poll.")
    if scene.target.closed_at is not None or (body.closes_at is not None and body.closes_at <= scene.target.at):
        raise Conflict("poll_closed", "This poll has ended.")
    return body


def may_vote(scene: Scene, choices: list[int]) -> PollBody:
    body = poll(scene)
    if len(set(choices)) < len(choices) or any(choice >= len(body.options) for choice in choices):
        raise Invalid("choices_invalid", "These are not choices of this poll.")
    if len(choices) > 1 and not body.multiple:
        raise Invalid("one_choice", "This poll takes one choice.")
    return body


def may_close(scene: Scene) -> None:
    poll(scene)
    if scene.target.sender != scene.viewer:
        raise Denied("not_allowed", "Only who asked can end a poll.")
