"""The pure rules: who may call whom by age and relation, what each device may do, what is hidden of an address."""

from datetime import UTC, datetime
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest

from paperplane.accounts.rules import relays_calls
from paperplane.accounts.types import Viewer
from paperplane.calls import rules
from paperplane.calls.types import CallRow, Candidate, Description
from paperplane.core.errors import Conflict, Denied, NotFound
from paperplane.messages.rules import calling
from paperplane.messages.types import Facts

ANA, CHIDI, EVE = uuid4(), uuid4(), uuid4()
HERS, HIS, OTHER = uuid4(), uuid4(), uuid4()


def facts(**more: Any) -> Facts:
    return Facts(**{"kind": "direct", "last_n": 3, "state": "accepted", "to_seq": None, "role": "member", "send_role": None,
                    "everyone_role": None, "other_id": CHIDI, "other_state": "accepted", "other_birth_date": b"",
                    "friends": False, "blocked": False, "door_open": False, **more})


# By who I am and who the other is: may those call who are (friends, talk and no friends)?
BANDS = {("adult", "adult"): (True, True), ("adult", "minor"): (True, False),
         ("minor", "adult"): (True, False), ("minor", "minor"): (True, False)}


@pytest.mark.parametrize(("mine", "theirs"), BANDS)
def test_ages_and_friendship(mine: str, theirs: str) -> None:
    ages = {"viewer_minor": mine == "minor", "other_minor": theirs == "minor"}
    friends, talking = BANDS[mine, theirs]
    # That a minor has let an adult in is enough to write, and not to call.
    for door in (False, True):
        assert calling(facts(friends=True, door_open=door), **ages) is friends
        assert calling(facts(friends=False, door_open=door), **ages) is talking


@pytest.mark.parametrize(("mine", "theirs"), BANDS)
@pytest.mark.parametrize("friends", [True, False])
def test_never(mine: str, theirs: str, friends: bool) -> None:
    ages = {"viewer_minor": mine == "minor", "other_minor": theirs == "minor"}
    never: list[dict[str, Any]] = [{"blocked": True}, {"other_id": None}, {"kind": "group"}]
    never += [{"state": state, "other_state": other} for state, other in product(("accepted", "request", "ignored"), repeat=2)
              if (state, other) != ("accepted", "accepted")]
    for bad in never:
        assert not calling(facts(friends=friends, **bad), **ages), bad


def call(**more: Any) -> CallRow:
    return CallRow(**{"id": uuid4(), "conversation_id": uuid4(), "caller_id": ANA, "caller_session": HERS, "callee_id": CHIDI,
                      "callee_session": None, "video": False, "caller_relay": True, "callee_relay": False,
                      "began_at": datetime.now(UTC), "answered_at": None, "talking_at": None, "rings_s": 45.0, **more})


def viewer(account: UUID, session: UUID) -> Viewer:
    return Viewer(account, session, "somebody", minor=False, locale="en")


DEVICES = {"hers": viewer(ANA, HERS), "her other": viewer(ANA, OTHER), "his": viewer(CHIDI, HIS),
           "his other": viewer(CHIDI, OTHER), "eve's": viewer(EVE, OTHER), "eve's, by his session": viewer(EVE, HIS)}
# May it answer, end, speak: while it rings, and once his device has answered?
MAY = {"hers": ("-e-", "-es"), "her other": ("---", "---"), "his": ("ae-", "aes"), "his other": ("ae-", "---"),
       "eve's": ("---", "---"), "eve's, by his session": ("---", "---")}


@pytest.mark.parametrize("device", DEVICES)
def test_what_each_device_may(device: str) -> None:
    for row, expected in zip((call(), call(callee_session=HIS)), MAY[device], strict=True):
        may = ""
        for letter, rule in (("a", rules.may_answer), ("e", rules.may_end), ("s", rules.hears)):
            try:
                rule(row, DEVICES[device])
                may += letter
            except (NotFound, Conflict):
                may += "-"
        assert may == expected


def test_another_device_of_mine_is_told_so_and_nobody_else() -> None:
    with pytest.raises(Conflict):
        rules.may_answer(call(callee_session=HIS), DEVICES["his other"])
    for device in ("hers", "her other", "eve's"):
        with pytest.raises(NotFound):
            rules.may_answer(call(callee_session=HIS), DEVICES[device])


def test_what_became_of_it() -> None:
    answered, talked = call(callee_session=HIS), call(callee_session=HIS, talking_at=datetime.now(UTC))
    assert [rules.outcome(row, by) for row in (call(), answered, talked) for by in (ANA, CHIDI, None)] == [
        "missed", "declined", "missed", "failed", "failed", "failed", "ended", "ended", "ended"]


def test_who_hides_their_address() -> None:
    assert [relays_calls(choice, minor=minor) for choice in (None, True, False) for minor in (False, True)] == [
        False, True, True, True, False, False]
    rules.may_connect(relay=False, relayed=False)
    rules.may_connect(relay=True, relayed=True)
    with pytest.raises(Denied):
        rules.may_connect(relay=True, relayed=False)


HOST = "candidate:1 1 udp 2122260223 192.168.1.7 54321 typ host generation 0"
SEEN = "candidate:2 1 udp 1686052607 203.0.113.9 61000 typ srflx raddr 192.168.1.7 rport 54321"
RELAY = "candidate:3 1 udp 41885439 198.51.100.1 50000 typ relay raddr 203.0.113.9 rport 61000 generation 0"


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_of_an_address_that_is_hidden_nothing_is_left(end: str) -> None:
    lines = ["v=0", "m=audio 9 UDP/TLS/RTP/SAVPF 111", "a=" + HOST, "a=" + SEEN, "a=" + RELAY, "a=mid:0", "a=" + HOST]
    said = rules.hidden_description(Description("offer", end.join(lines)))
    assert "192.168.1.7" not in said.sdp
    assert "203.0.113.9" not in said.sdp
    assert said.sdp.split(end) == ["v=0", lines[1], "a=" + RELAY.replace("203.0.113.9 rport 61000", "0.0.0.0 rport 9"), "a=mid:0", ""]
    assert rules.hidden_candidate(Candidate(HOST)) is None
    assert rules.hidden_candidate(Candidate(SEEN)) is None
    relayed = rules.hidden_candidate(Candidate(RELAY, "0", 0))
    assert relayed is not None
    assert "203.0.113.9" not in relayed.candidate
    assert rules.hidden_candidate(Candidate("")) == Candidate("")


def test_a_relays_password_is_the_known_one() -> None:
    # Made with: printf '%s' 1700000000:call | openssl dgst -sha1 -hmac secret -binary | base64
    server = rules.turn(["turn:relay.example.org"], "secret", "call", 1_700_000_000)
    assert (server.username, server.credential) == ("1700000000:call", KNOWN)


KNOWN = "PVn+uTvuddg7oJT+CV0TY8zIaCo="
