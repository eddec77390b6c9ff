"""What may be sent, and by whom. Pure: facts in, an answer or Denied out."""

from datetime import UTC, datetime, timedelta

from paperplane.accounts.birth import minor_now
from paperplane.core.errors import Conflict, Denied, Invalid, NotFound
from paperplane.core.keys import Keys
from paperplane.core.limits import Sizes
from paperplane.family import rules as family
from paperplane.messages.bodies import rules as bodies
from paperplane.messages.bodies.types import Role, Spoken, TextBody
from paperplane.messages.types import Facts, Mute, Sending, State

RANK: dict[Role, int] = {"member": 0, "admin": 1, "owner": 2}

def sending(facts: Facts, *, viewer_minor: bool, other_minor: bool) -> Sending:
    """What the viewer may send here.

    Strangers get one text until the other accepts, answers or becomes a friend. Ignored and waiting are one
    and the same to the sender.
    """
    if facts.to_seq is not None:
        return "closed"
    if facts.kind == "group":
        return "open" if has_rank(facts.role, facts.send_role or "member") else "read_only"
    if facts.other_id is None:
        return "closed"
    if facts.blocked or (other_minor and not viewer_minor and not facts.door_open):
        return "closed"
    if facts.friends or facts.other_state == "accepted":
        return "open"
    return "one_text" if facts.last_n == 0 else "waiting"


def calling(facts: Facts, *, viewer_minor: bool, other_minor: bool) -> bool:
    """Whether the two of a conversation may call each other: who may write may not yet call."""
    if facts.kind != "direct" or facts.other_id is None or facts.blocked:
        return False
    if facts.state != "accepted" or facts.other_state != "accepted":
        return False
    return family.may_call(one_minor=viewer_minor, other_minor=other_minor, friends=facts.friends)


def other_is_minor(keys: Keys, facts: Facts) -> bool:
    """Whether the other side of a direct conversation is a minor today; nobody is none."""
    if facts.other_id is None or facts.other_birth_date is None:
        return False
    return minor_now(keys, facts.other_id, facts.other_birth_date)


def has_rank(role: Role, least: Role) -> bool:
    """Whether a role is at least this one."""
    return RANK[role] >= RANK[least]


def may_send(allowed: Sending, body: Spoken, sizes: Sizes, *, last_seq: int, at: datetime) -> None:
    """Raises NotFound where the other is gone, Denied or Invalid with what is wrong."""
    if allowed == "closed":
        raise NotFound
    if allowed == "waiting":
        raise Denied("request_pending", "Your message is waiting in their Requests. You can write more once they answer.")
    if allowed == "read_only":
        raise Denied("not_allowed", "In this group not everybody writes, and your role does not.")
    bodies.may_say(body, sizes, last_seq=last_seq, at=at)
    if allowed == "one_text":
        bodies.may_say_first(body, sizes.request_text_chars)


def may_name(facts: Facts, body: Spoken) -> None:
    """Raises Denied where everybody is named by whom the group does not let, Invalid where there is no group."""
    if not bodies.names_everybody(body):
        return
    if facts.kind != "group":
        raise Invalid("mentions_invalid", "There is nobody else here to name.")
    if not has_rank(facts.role, facts.everyone_role or "admin"):
        raise Denied("not_allowed", "In this group not everybody may mention all.")


def followed_link(facts: Facts, allowed: Sending, body: Spoken) -> str | None:
    """The address that the server looks at for a preview. Of a request none: a stranger would learn that it was looked at."""
    accepted = allowed == "open" and facts.other_state in (None, "accepted")
    return bodies.first_link(body.text) if accepted and isinstance(body, TextBody) else None


def may_answer(facts: Facts) -> None:
    """Raises Conflict where there is no request to answer any more."""
    if facts.state == "accepted":
        raise Conflict("not_a_request", "This conversation is not a request any more.")


def state_of(facts: Facts) -> State:
    """How the conversation stands for this member: `pending` is a request of my own that waits."""
    if facts.state != "accepted":
        return facts.state
    if facts.other_state in (None, "accepted") or facts.friends:
        return "accepted"
    return "pending"


def is_stranger(facts: Facts) -> bool:
    """Whether somebody has written who was not accepted: neither name nor picture of theirs is shown."""
    return facts.kind == "direct" and facts.state != "accepted" and facts.last_n > 0


def may_keep(facts: Facts) -> None:
    """Raises Conflict for a request: it is answered first."""
    if facts.state != "accepted":
        raise Conflict("a_request", "Answer this request first.")


def may_pin(pinned: int, most: int) -> None:
    """Raises Conflict where as many are pinned as may be."""
    if pinned >= most:
        raise Conflict("too_many_pins", f"At most {most} conversations can be pinned. Unpin one first.", limit="pinned", most=most)


ALWAYS = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
MUTED_FOR: dict[Mute, timedelta] = {"1h": timedelta(hours=1), "8h": timedelta(hours=8), "1w": timedelta(weeks=1)}


def muted_until(wish: Mute, now: datetime) -> datetime | None:
    """Until when a conversation is muted; None: it is not."""
    if wish == "off":
        return None
    return ALWAYS if wish == "always" else now + MUTED_FOR[wish]
