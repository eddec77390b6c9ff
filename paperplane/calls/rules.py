"""Who may do what in a call, and what of it the other learns. Pure."""

import re
from base64 import b64encode
from hmac import digest
from uuid import UUID

from msgspec.structs import replace

from paperplane.accounts.types import Viewer
from paperplane.calls.types import CallRow, Candidate, Description, IceServer
from paperplane.core.errors import Conflict, Denied, NotFound
from paperplane.messages.bodies.types import Outcome

# An address of one's own that hides behind no relay (RFC 8839, section 5.1); its line ends with the SDP's.
CANDIDATE = re.compile(r"^a=candidate:.*$\r?\n?", re.MULTILINE)
RELAYED = re.compile(r"\btyp relay\b")
# Where a relay saw the device come from, which is what the relay is there to hide.
RELATED = re.compile(r" raddr \S+ rport \d+")


def must_be_caller(call: CallRow, viewer: Viewer, conversation: UUID) -> None:
    """Raises NotFound where a known call is not this device's own, in this conversation."""
    if (call.caller_id, call.caller_session, call.conversation_id) != (viewer.account_id, viewer.session_id, conversation):
        raise NotFound


def may_answer(call: CallRow, viewer: Viewer) -> None:
    """Raises NotFound for everybody but the one who is called, Conflict where another of their devices was quicker."""
    if call.callee_id != viewer.account_id:
        raise NotFound
    if call.callee_session not in (None, viewer.session_id):
        raise Conflict("answered_elsewhere", "You have answered on another device.")


def is_in(call: CallRow, viewer: Viewer) -> bool:
    """Whether it is this very device that calls, or has answered."""
    mine = (viewer.account_id, viewer.session_id)
    return mine in ((call.caller_id, call.caller_session), (call.callee_id, call.callee_session))


def may_end(call: CallRow, viewer: Viewer) -> None:
    """While it rings every device of the callee's may decline; else it is for the two that are in it. Raises NotFound."""
    if not is_in(call, viewer) and not (call.callee_session is None and call.callee_id == viewer.account_id):
        raise NotFound


def hears(call: CallRow, viewer: Viewer) -> UUID:
    """Whom this device speaks to. Raises NotFound where it is not in a call that was answered."""
    if call.callee_session is None or not is_in(call, viewer):
        raise NotFound
    return call.callee_id if viewer.account_id == call.caller_id else call.caller_id


def hides(call: CallRow, account: UUID) -> bool:
    """Whether the other must not learn this account's address."""
    return call.caller_relay if account == call.caller_id else call.callee_relay


def outcome(call: CallRow, by: UUID | None) -> Outcome:
    """What became of it, where one of the two ended it, or (None) its time did."""
    if call.callee_session is None:
        return "declined" if by == call.callee_id else "missed"
    return "failed" if call.talking_at is None else "ended"


def may_connect(*, relay: bool, relayed: bool) -> None:
    """Raises Denied where one of them is to be hidden, and the server has nothing to hide behind."""
    if relay and not relayed:
        raise Denied("no_relay", "One of you hides their address in calls, and this server has no relay for that.")


def hidden_description(said: Description) -> Description:
    """Without every address but those of a relay."""
    return replace(said, sdp=CANDIDATE.sub(lambda line: _shown(line[0]), said.sdp))


def hidden_candidate(said: Candidate) -> Candidate | None:
    """None: it would tell an address."""
    if said.candidate and not RELAYED.search(said.candidate):
        return None
    return replace(said, candidate=RELATED.sub(" raddr 0.0.0.0 rport 9", said.candidate))


def _shown(line: str) -> str:
    return RELATED.sub(" raddr 0.0.0.0 rport 9", line) if RELAYED.search(line) else ""


def turn(urls: list[str], secret: str, name: str, until: int) -> IceServer:
    """A relay, with a password for `name` that is good until then (draft-uberti-behave-turn-rest)."""
    username = f"{until}:{name}"
    password = b64encode(digest(secret.encode(), username.encode(), "sha1")).decode()
    return IceServer(urls, username, password)
