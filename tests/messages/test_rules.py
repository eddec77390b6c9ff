"""What may be sent: every combination of facts, against the sentences of the design."""

import itertools
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperplane.core.errors import AppError, Denied, Invalid, NotFound
from paperplane.core.limits import Sizes
from paperplane.core.text import blank
from paperplane.messages import rules
from paperplane.messages.bodies.types import TextBody
from paperplane.messages.types import Facts, Sending

OTHER = UUID(int=1)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def facts(**changed: object) -> Facts:
    plain: dict[str, object] = {
        "kind": "direct", "last_n": 0, "state": "accepted", "to_seq": None, "role": "member",
        "send_role": None, "everyone_role": None, "other_id": OTHER, "other_state": "request",
        "other_birth_date": b"", "friends": False, "blocked": False, "door_open": False}
    return Facts(**{**plain, **changed})  # type: ignore[arg-type]


def every() -> list[tuple[Facts, bool, bool]]:
    yes_no = (False, True)
    return [
        (facts(last_n=n, other_state=state, friends=friends, blocked=blocked, door_open=door), viewer, other)
        for n, state, friends, blocked, door, viewer, other in itertools.product(
            (0, 1, 2), ("accepted", "request", "ignored"), yes_no, yes_no, yes_no, yes_no, yes_no)]


@pytest.mark.parametrize(("known", "viewer_minor", "other_minor"), every())
def test_every_combination(known: Facts, viewer_minor: bool, other_minor: bool) -> None:
    found = rules.sending(known, viewer_minor=viewer_minor, other_minor=other_minor)
    adult_to_unknown_minor = other_minor and not viewer_minor and not known.door_open
    if known.blocked or adult_to_unknown_minor:
        assert found == "closed"
    elif known.friends or known.other_state == "accepted":
        assert found == "open"
    else:
        assert found == ("one_text" if known.last_n == 0 else "waiting")


@pytest.mark.parametrize(("known", "viewer_minor", "other_minor"), every())
def test_ignored_cannot_be_told_from_waiting(known: Facts, viewer_minor: bool, other_minor: bool) -> None:
    def answer(state: str) -> tuple[str, str]:
        seen = facts(last_n=known.last_n, other_state=state, friends=known.friends, blocked=known.blocked,
                     door_open=known.door_open)
        return rules.sending(seen, viewer_minor=viewer_minor, other_minor=other_minor), rules.state_of(seen)
    assert answer("ignored") == answer("request")


def test_who_was_removed_sends_nothing() -> None:
    assert rules.sending(facts(kind="group", other_id=None, to_seq=7), viewer_minor=False, other_minor=False) == "closed"


@pytest.mark.parametrize(("allowed", "text", "refusal"), [
    ("open", "x" * 8001, "text_too_long"), ("open", " \n\t", "text_empty"), ("open", "", "text_empty"),
    ("open", "a\x00b", "text_invalid"), ("one_text", "x" * 501, "request_limits"),
    ("waiting", "hello?", "request_pending"), ("closed", "hello?", "not_found"),
])
def test_refusals(allowed: Sending, text: str, refusal: str) -> None:
    with pytest.raises(AppError) as refused:
        rules.may_send(allowed, TextBody(text), Sizes(), last_seq=0, at=NOW)
    assert refused.value.code == refusal
    assert isinstance(refused.value, Denied | Invalid | NotFound)


@given(st.text(min_size=1, max_size=500).filter(lambda text: not blank(text) and "\x00" not in text))
def test_a_short_text_is_a_fine_first_message(text: str) -> None:
    rules.may_send("one_text", TextBody(text), Sizes(), last_seq=0, at=NOW)
