"""What may be sent, and by whom. Pure: facts in, an answer or Denied out."""

from paperplane.accounts.birth import minor_now
from paperplane.core.errors import Conflict, Denied, Invalid, NotFound
from paperplane.core.keys import Keys
from paperplane.messages.types import Body, Facts, Sending, State


def sending(facts: Facts, *, viewer_minor: bool, other_minor: bool) -> Sending:
    """What the viewer may send here.

    Strangers get one text until the other accepts, answers or becomes a friend. Ignored and waiting are one
    and the same to the sender.
    """
    if facts.to_seq is not None:
        return "closed"
    if facts.other_id is None:
        return "open" if facts.kind == "group" else "closed"
    if facts.blocked or (other_minor and not viewer_minor and not facts.door_open):
        return "closed"
    if facts.friends or facts.other_state == "accepted":
        return "open"
    return "one_text" if facts.last_n == 0 else "waiting"


def other_is_minor(keys: Keys, facts: Facts) -> bool:
    """Whether the other side of a direct conversation is a minor today; nobody is none."""
    if facts.other_id is None or facts.other_birth_date is None:
        return False
    return minor_now(keys, facts.other_id, facts.other_birth_date)


def may_send(allowed: Sending, body: Body, *, text_chars: int, request_text_chars: int) -> None:
    """Raises NotFound where the other is gone, Denied or Invalid with what is wrong."""
    if allowed == "closed":
        raise NotFound
    if allowed == "waiting":
        raise Denied("request_pending", "Your message is waiting in their Requests. You can write more once they answer.")
    _text(body.text, text_chars)
    if allowed == "one_text" and len(body.text) > request_text_chars:
        raise Denied("request_limits", f"A first message can have at most {request_text_chars} characters.",
                     limit="request_text_chars", most=request_text_chars)


def _text(text: str, most: int) -> None:
    if not text.strip():
        raise Invalid("text_empty", "There is nothing in this message.")
    if "\x00" in text:
        raise Invalid("text_invalid", "This message contains a character that cannot be kept.")
    if len(text) > most:
        raise Invalid("text_too_long", f"A message can have at most {most} characters.", limit="text_chars", most=most)


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
